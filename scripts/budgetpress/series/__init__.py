"""Series: amounts of several packages side by side, over the years of a body or the bodies of a year."""
