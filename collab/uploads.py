"""Uploads that are too large are let go while they come in, and never held in memory."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class SizeLimit(FileUploadHandler):
    """Stops to keep a file at `settings.LARGEST_UPLOAD` bytes; the request then has `upload_is_too_large`.

    The rest of it is read and dropped, so that the browser gets an answer instead of a broken connection.
    """

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > settings.LARGEST_UPLOAD:
            self.request.upload_is_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None
