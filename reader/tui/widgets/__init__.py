"""What the screens are made of: the article view and, around it, lists, cards, lines and prompts."""
