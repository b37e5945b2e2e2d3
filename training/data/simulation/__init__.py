"""The parts of the landscape simulator: noise, geometry, covers, and how covers look to the two satellites."""
