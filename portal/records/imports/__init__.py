"""Tables into the registers and lists out of them: batches, previews, one commit; exports at once or"
" as a job."""
