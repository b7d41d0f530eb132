"""Half-filled forms that are kept when the customer falls silent, and what each is called (actions and rasa processes). Pure.

Ten minutes after an open question the service reminds once (`service/notices/reminders.py`); half an hour later the form is a
draft: no bare word answers it any more, and whoever comes back is asked whether to go on. Look-ups are no drafts.
"""

from __future__ import annotations

from datetime import timedelta

DRAFT_AFTER = timedelta(minutes=40)
# What lies longer than this has been settled in another way, and its times are no longer true.
DRAFT_ENDS = timedelta(days=7)

DRAFTS = {
    "outage_form": "报修",
    "meter_form": "电表报修",
    "meter_check_form": "校表申请",
    "meter_reading_form": "读数核对",
    "voltage_form": "电压报修",
    "damage_form": "电器损坏登记",
    "facility_form": "设施报修",
    "payment_form": "交费登记",
    "complain_form": "投诉登记",
    "theft_form": "举报登记",
    "key_form": "预约",
    "request_form": "登记",
}
