"""The live preview: every page is made when the browser asks for it, from what is on the disk at that moment."""
