"""Writes the vectors anew, after the plan or the words of the service have changed."""
from tests.vectors import codes, drafts, files, write

write("campaign.json", drafts.campaign)
write("forms.json", drafts.document)
write("specification.json", files.document)
write("codes.json", codes.document)
