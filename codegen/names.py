"""Every name of the generated code that differs from the generator's own choice, as data."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Target:
    """One schema, the package that it becomes, and the names that deviate.

    ``types`` maps XSD type names to class names, ``anonymous`` maps the path of an anonymous type to a class name,
    ``choices`` names the field of a repeated choice, ``digits`` gives the prefix of enumeration members that would
    start with a digit, ``members`` names members that no rule can name.
    """

    schema: str
    root: str
    package: str
    types: dict[str, str] = field(default_factory=dict)
    anonymous: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    digits: dict[str, str] = field(default_factory=dict)
    members: dict[tuple[str, str], str] = field(default_factory=dict)


# The XML name read aloud gives the field name; the generator's splitting of acronyms is corrected here.
FIELDS = {
    "ISCEDFCode": "isced_f_code",
    "limitEQFLevel": "limit_eqf_level",
    "relatedESCOSkill": "related_esco_skill",
    "hasECTSCreditPoints": "has_ects_credit_points",
    "ECTSCreditPoints": "ects_credit_points",
    "EQFLevel": "eqf_level",
    "ISCEDFoETField": "isced_fo_et_field",
    "NQFLevel": "nqf_level",
    "ThematicAreas1997": "thematic_areas_1997",
    "ThematicAreas2013": "thematic_areas_2013",
}

LEGACY_TYPES = {
    "i18nNonEmptyString": "I18nNonEmptyString",
    "i18nString": "I18nString",
    "i18nUrl": "I18nUrl",
    "BooleanType": "Incremental",
    "CountryCode": "CountryCode",
    "CountryCodeType": "CountryCode",
    "DurationCodeType": "DurationCode",
    "EQFLevelType": "EqfLevel",
    "LanguageCode": "LanguageCode",
    "NQFLevelType": "NqfLevel",
    "ThematicAreasType": "ThematicAreas2013",
    "ThematicAreasType1997": "ThematicAreas1997",
    "ThematicAreasType2013": "ThematicAreas2013",
}

LEGACY_DIGITS = {
    "DurationCode": "D",
    "EducationLevel": "LEVEL_",
    "EqfLevel": "LEVEL_",
    "NqfLevel": "LEVEL_",
    "ThematicAreas1997": "F",
    "ThematicAreas2013": "F",
    "XsdVersion": "V",
}

LEGACY_MEMBERS = {("Incremental", "0"): "ZERO", ("Incremental", "1"): "ONE"}

LOMS_2019 = Target(
    schema="loms-2019/loms.xsd",
    root="qmsLearningOpportunities",
    package="loms.model",
    types={
        # Enumerations own the plain name, because people type it; the class that wraps a code adds `Code`.
        "MDRCountryCodeEnumType": "Country",
        "MDRLanguageCodeEnumType": "Language",
        "MDRCurrencyEnumType": "Currency",
        "MDRAdministrativeTerritorialUnitCodeEnumType": "AdministrativeTerritorialUnit",
        "NutsCodeEnumType": "Nuts",
        "IscedFOetCodeEnumType": "IscedF",
        "EQFLevelEnumType": "EqfLevel",
        "SubjectTypeCodeEnumType": "SubjectType",
        "EscoOrganizationTypeEnumType": "EscoOrganizationType",
        "TargetGroupCodeEnumType": "TargetGroup",
        "TextContentTypeCodeEnumType": "TextContentType",
        "LanguageCharCodeEnumType": "TextLanguage",
        "ECTSCreditPointSystemEnumType": "EctsCreditPointSystem",
        "LocationCodeType": "LocationCode",
        "CountryCodeType": "CountryCode",
        "LanguageCodeType": "LanguageCode",
        "SubjectTypeCodeType": "SubjectTypeCode",
        "TargetGroupCodeType": "TargetGroupCode",
        "JurisdictionCodeContentType": "JurisdictionCode",
        "IscedFOetCodeType": "IscedFCode",
        "EQFLevelType": "EqfLevelCode",
        "LearningOutcomeTypeType": "LearningOutcomeTypeCode",
        "ReusabilityLevelType": "ReusabilityLevelCode",
        "LearningSettingTypeType": "LearningSettingTypeCode",
        "LearningModeType": "LearningModeTypeCode",
        "ActivityTypeType": "ActivityTypeCode",
        "LearningOpportunityTypeType": "LearningOpportunityTypeCode",
        "AssessmentTypeType": "AssessmentTypeCode",
        "LearningScheduleTypeType": "LearningScheduleTypeCode",
        "EscoOrganizationTypeType": "EscoOrganizationTypeCode",
        "EntitlementTypeType": "EntitlementTypeCode",
        "EntitlementStatusType": "EntitlementStatusCode",
        "MediaTypeType": "MediaTypeCode",
        "ImageMediaTypeType": "ImageMediaTypeCode",
        "ContentEncodingType": "ContentEncodingCode",
        "ECTSCreditPointsType": "EctsCreditPoints",
        "MBoxType": "MailBox",
        # The type of qualificationRef and of nothing else.
        "ReferencesType": "QualificationRef",
    },
    anonymous={
        "qmsLearningOpportunities/@xsdVersion": "XsdVersion",
        "LearningSpecificationElements/hasEducationSubject": "EducationSubject",
        "LearningSpecificationElements/hasEducationLevel": "EducationLevel",
        "LearningSpecificationElements/learningOutcomes": "LearningOutcomes",
        "LearningSpecificationElements/awardingOpportunities": "AwardingOpportunities",
        "AssessmentSpecificationType/gradingScheme": "GradingScheme",
        "QualificationType/nqfLevel": "NqfLevel",
        "QualificationType/qualificationCode": "QualificationCode",
        "LearningOutcomeType/relatedEscoSkill": "RelatedEscoSkill",
        "EntitlementSpecificationType/limitOccupation": "LimitOccupation",
        "EntitlementSpecificationType/limitNationalOccupation": "LimitNationalOccupation",
    },
    choices={"LearningSpecificationReferences": "records"},
    digits={"Country": "C", "EqfLevel": "LEVEL_", "IscedF": "F", "XsdVersion": "V"},
)

LOQ_LEARNING_OPPORTUNITIES = Target(
    schema="loq/learning-opportunities-0.5.10/learning-opportunities.xsd",
    root="LearningOpportunities",
    package="loms.legacy.learning_opportunities",
    types=LEGACY_TYPES,
    choices={"ThematicAreas": "areas"},
    digits=LEGACY_DIGITS,
    members=LEGACY_MEMBERS,
)

LOQ_QUALIFICATIONS = Target(
    schema="loq/qualifications-0.7.10/qualifications.xsd",
    root="Qualifications",
    package="loms.legacy.qualifications",
    types=LEGACY_TYPES,
    digits=LEGACY_DIGITS,
    members=LEGACY_MEMBERS,
)

LOQ_DELETE = Target(
    schema="loq/delete-0.1.1/delete.xsd",
    root="Delete",
    package="loms.legacy.delete",
    types=LEGACY_TYPES,
    digits=LEGACY_DIGITS,
)

QMS_1_0 = Target(
    schema="qms-1.0/qms.xsd",
    root="QualificationMetadata",
    package="loms.legacy.qms",
)

ELM_LOQ = Target(
    schema="elm-loq/loq.xsd",
    root="Courses",
    package="loms.elm",
    types={
        # Enumerations are called in the singular; the class that holds one code adds `Code`.
        "ISCED-FEnumType": "IscedF",
        "EQFLevelEnumType": "EqfLevel",
        "NQFLevelEnumType": "NqfLevel",
        "NutsCodeEnumType": "Nuts",
        "CreditPointsEnumType": "CreditPointFramework",
        "AccreditationTypesEnumType": "AccreditationType",
        "ContentEncodingTypesEnumType": "ContentEncoding",
        "LearningActivityTypesEnumType": "LearningActivityType",
        "LearningAssessmentTypesEnumType": "LearningAssessmentType",
        "LearningEntitlementStatusesEnumType": "LearningEntitlementStatus",
        "LearningEntitlementTypesEnumType": "LearningEntitlementType",
        "LearningOpportunityTypesEnumType": "LearningOpportunityType",
        "LearningScheduleTypesEnumType": "LearningScheduleType",
        "LearningSettingTypesEnumType": "LearningSettingType",
        "ModesOfLearningandAssessmentEnumType": "ModeOfLearningAndAssessment",
        "SkillTypesEnumType": "SkillType",
        "TargetGroupsEnumType": "TargetGroup",
        "LanguageRestrictionType": "LanguageCode",
        "ContentTypeRestrictionType": "FileTypeCode",
        "ContentEncodingRestrictionType": "ContentEncodingCode",
        "LearningOpportunityTypesRestrictionType": "LearningOpportunityTypeCode",
        "LearningActivityTypesRestrictionType": "LearningActivityTypeCode",
        "LearningAssessmentTypesRestrictionType": "LearningAssessmentTypeCode",
        "LearningEntitlementTypesRestrictionType": "LearningEntitlementTypeCode",
        "LearningEntitlementStatusesRestrictionType": "LearningEntitlementStatusCode",
        "MultipleCountryRestrictionType": "LocationCode",
        "CountryRestrictionType": "CountryCode",
        "ISCED-FCodeRestrictionType": "IscedFCode",
        "EQFLevelRestrictionType": "EqfLevelCode",
        "NQFLevelRestrictionType": "NqfLevelCode",
        "JurisdictionRestrictionType": "JurisdictionCode",
        "LearningScheduleTypesRestrictionType": "LearningScheduleTypeCode",
        "ReusabilityLevelsRestrictionType": "ReusabilityLevelCode",
        "LearningOutcomeTypesRestrictionType": "LearningOutcomeTypeCode",
        "ModesOfLearningandAssessmentRestrictionType": "ModeOfLearningAndAssessmentCode",
        "LearningSettingTypesRestrictionType": "LearningSettingTypeCode",
        "TargetGroupsRestrictionType": "TargetGroupCode",
        "CurrencyRestrictionType": "CurrencyCode",
        "AccreditedThematicAreaRestrictionType": "AccreditedThematicAreaCode",
        "AccreditedEQFLevelRestrictionType": "AccreditedEqfLevelCode",
        "AccreditationTypeRestrictionType": "AccreditationTypeCode",
        "CreditPointFrameworkRestrictionType": "CreditPointFrameworkCode",
    },
    anonymous={"Courses/@xsdVersion": "XsdVersion"},
    choices={
        "AgentReferences": "records",
        "LearningAchievementSpecificationReferences": "records",
    },
    digits={
        "AccreditationType": "C",
        "ContentEncoding": "C",
        "Country": "C",
        "CreditPointFramework": "C",
        "EqfLevel": "LEVEL_",
        "FileType": "F",
        "IscedF": "F",
        "LearningActivityType": "C",
        "LearningAssessmentType": "C",
        "LearningEntitlementStatus": "C",
        "LearningEntitlementType": "C",
        "LearningOpportunityType": "C",
        "LearningScheduleType": "C",
        "LearningSettingType": "C",
        "ModeOfLearningAndAssessment": "C",
        "TargetGroup": "C",
        "XsdVersion": "V",
    },
)

TARGETS = (LOMS_2019, LOQ_LEARNING_OPPORTUNITIES, LOQ_QUALIFICATIONS, LOQ_DELETE, QMS_1_0, ELM_LOQ)
