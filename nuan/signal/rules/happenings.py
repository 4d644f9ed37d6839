"""What a camera noticed, under one word whatever its make: a playbook asks for the word, not for the maker."""

from __future__ import annotations

import re

MEANINGS = {
    "motion": "vmd motion motiondetection videomotion motionalarm cellmotiondetector smartmotion smartmotionhuman "
    "smartmotionvehicle pir pirdetection",
    "line-crossed": "linedetection crosslinedetection linecrossing linecrossed linedetector linedetected linecross",
    "intrusion": "fielddetection crossregiondetection intrusion fielddetector objectsinside objectinside isinside "
    "areaintrusion perimeterdetection",
    "area-entered": "regionentrance enterarea regionenter",
    "area-left": "regionexiting regionexit leavearea",
    "loitering": "loitering wanderdetection loiteringdetector",
    "left-behind": "unattendedbaggage leftdetection abandonedobject",
    "taken-away": "attendedbaggage takenawaydetection objectremoval removedobject",
    "crowd": "group crowddetection rioterdetection peopledensity",
    "parked": "parking parkingdetection vehicleparking illegalparking trafficparking",
    "input": "io alarmlocal alarmgioin digitalinput logicalstate gpioin externalalarm",
    "tamper": "tamperdetection shelteralarm videoblind tamper globalscenechange scenechangedetection scenechange "
    "videoabnormaldetection signalloss imagetoodark imagetooblurry hidden",
    "picture-lost": "videoloss videomismatch badvideo",
    "disk": "diskfull diskerror storagenotexist storagefailure storagelowspace hardwarefailure",
    "heat": "tma tmpa thermometry firedetection fire smokedetection temperaturealarm heatimagingtemper",
    "sound": "audioexception audiodetection audiomutation audioanomaly detectedsound",
    "access": "accesscontrollerevent accesscontrol callnoanswered doorstatus idcardinfoevent",
    "face": "facedetection facesnap facecapture facerecognition facesnapmatch alarmresult blackfacesnap facematch",
    "person": "person humandetection humantrait peopledetect peopledetection",
    "vehicle": "car vehicle vehicledetection vehiclematchresult truck bus motorcycle",
    "barrier": "barrgatestatus barriergate",
}  # fmt: skip
BY_WORD = {word: meaning for meaning, words in MEANINGS.items() for word in words.split()}
YES = {"active", "start", "pulse", "true", "on", "1", "yes", "alarm"}
NO = {"inactive", "stop", "false", "off", "0", "no", "normal"}


def meaning_of(*names: str) -> str:
    """Return the common word for the first name that has one, "other" when none has."""
    for name in names:
        plain = re.sub(r"[^a-z0-9]", "", name.lower())
        if found := BY_WORD.get(plain):
            return found
    return "other"


def is_on(word: object) -> bool | None:
    """Return whether it began or goes on, False when it ended, None when the word does not say."""
    plain = str(word).strip().lower()
    if plain in YES:
        return True
    return False if plain in NO else None
