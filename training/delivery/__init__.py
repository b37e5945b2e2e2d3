"""From the checkout to the user: requirements, staged plugin, zip and demo."""
