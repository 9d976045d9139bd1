"""Works (参评作品、申报材料): drafts and their saved versions, their files, and who may see what of them."""
