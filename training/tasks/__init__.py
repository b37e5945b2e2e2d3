"""What is learned: Lightning modules, their losses and callbacks."""
