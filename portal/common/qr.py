"""QR codes as SVG, without style attributes."""

import io

import segno


def qr_svg(text: str) -> bytes:
    """A QR code of the text as a stand-alone SVG file of no fixed size, dark on white, with its quiet zone."""
    buffer = io.BytesIO()
    segno.make_qr(text, error="m").save(
        buffer,
        kind="svg",
        border=4,
        omitsize=True,
        dark="#15202b",
        light="#ffffff",
        svgclass=None,
        lineclass=None,
    )
    return buffer.getvalue()
