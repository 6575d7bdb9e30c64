CHANNELS = ("by_email", "by_letter", "by_call")


def set_channel_names(records):
    """Name the channels of stages or notices in one short text each."""
    described = records.fields_get(CHANNELS, ["string"])
    for record in records:
        record.channels = ", ".join(
            described[name]["string"] for name in CHANNELS if record[name]
        )
