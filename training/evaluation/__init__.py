"""What it is worth: tables, scores and pictures of held-out places."""
