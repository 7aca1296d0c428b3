"""What surrounds the work: language and catalogues, the words for codes, and the folders we may write in."""
