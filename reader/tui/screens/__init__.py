"""The screens: the desk that stays, and the questions that open over it."""
