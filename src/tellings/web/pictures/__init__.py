"""Pictures as geometry, without markup: drawn by templates, for the explorer, for paper and for the page that is passed on."""
