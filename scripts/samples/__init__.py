"""Sample pages of an invented newspaper: their content as data, laid out as rows with a real page's damage."""
