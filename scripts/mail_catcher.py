"""A local mail server that keeps what it gets as .eml files and sends nothing on.

usage: mail_catcher.py PORT FOLDER
"""

import asyncio
import re
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Keeper:
    """Keep each mail in a file of its own, numbered as they come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Write one mail down."""
        self.count += 1
        recipient = re.sub(r"[^\w@.+-]", "_", envelope.rcpt_tos[0])[:80]
        content = envelope.original_content or b""
        (self.folder / f"{self.count:03d}-{recipient}.eml").write_bytes(content)
        return "250 kept"


def main() -> None:
    """Serve until killed."""
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(
        Keeper(folder), hostname="127.0.0.1", port=port, data_size_limit=2**26
    )
    controller.start()
    try:
        asyncio.new_event_loop().run_forever()
    finally:
        controller.stop()


if __name__ == "__main__":
    main()
