<?xml version="1.0" encoding="UTF-8"?>
<!-- The core of the conversion of legacy learning opportunities to LOMS, as a user may write it who has no library:
     texts, addresses, codes, provider, places, level and field. It keeps no account of what it leaves out: awarded
     qualifications, credits, national levels, regions, contacts, codes without an equal. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://data.europa.eu/europass/qms-xml/schema/learning-opportunities"
    xmlns:loq="http://ec.europa.eu/LearningOpportunities/v0_5_10" xmlns:str="http://exslt.org/strings"
    exclude-result-prefixes="loq str">
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:strip-space elements="*"/>

  <xsl:param name="namespace" select="'https://data.example.org/'"/>
  <xsl:variable name="codes" select="document('codes.xml')"/>
  <xsl:variable name="levels" select="concat($namespace, 'framework/loq-education-level')"/>
  <xsl:variable name="eqf" select="'http://data.europa.eu/esco/concept-scheme/eqf'"/>
  <xsl:variable name="topics" select="'http://data.europa.eu/esco/learningOpportunity-topics#'"/>

  <xsl:key name="code" match="code" use="concat(@list, ' ', @from)"/>
  <xsl:key name="provider" match="loq:LearningOpportunity" use="concat(substring(loq:CountryCode, 1, 2), ' ', loq:ProviderName)"/>

  <xsl:template match="/loq:LearningOpportunities">
    <qmsLearningOpportunities xsdVersion="1.1.0">
      <learningOpportunities>
        <xsl:apply-templates select="loq:LearningOpportunity" mode="opportunity"/>
      </learningOpportunities>
      <learningSpecificationReferences>
        <xsl:apply-templates select="loq:LearningOpportunity" mode="specification"/>
      </learningSpecificationReferences>
      <learningOutcomeReferences>
        <xsl:apply-templates select="loq:LearningOpportunity" mode="outcome"/>
      </learningOutcomeReferences>
      <agentReferences>
        <xsl:apply-templates mode="provider" select="loq:LearningOpportunity[generate-id() = generate-id(key('provider', concat(substring(loq:CountryCode, 1, 2), ' ', loq:ProviderName))[1])]"/>
      </agentReferences>
      <semanticFrameworkReferences>
        <framework id="{$eqf}">
          <title><text lang="en" content-type="text/plain">European Qualifications Framework</text></title>
        </framework>
        <framework id="{$levels}">
          <title><text lang="en" content-type="text/plain">LOQ education level (ISCED 2011 based)</text></title>
        </framework>
      </semanticFrameworkReferences>
    </qmsLearningOpportunities>
  </xsl:template>

  <xsl:template match="loq:LearningOpportunity" mode="opportunity">
    <xsl:variable name="id" select="str:encode-uri(loq:LearningOpportunityId, true())"/>
    <learningOpportunity id="{$namespace}opportunity/{$id}">
      <identifier schemeID="{$namespace}" type="legacy-loq">
        <xsl:value-of select="loq:LearningOpportunityId"/>
      </identifier>
      <xsl:apply-templates select="loq:Title"/>
      <xsl:apply-templates select="loq:NonPreferredTerm"/>
      <xsl:apply-templates select="loq:Description"/>
      <xsl:apply-templates select="loq:MoreInfo | loq:DurationInformation | loq:Grants" mode="note"/>
      <xsl:apply-templates select="loq:Url"/>
      <xsl:apply-templates select="loq:StudyType" mode="schedule"/>
      <xsl:apply-templates select="loq:AdmissionProcedure"/>
      <xsl:if test="loq:Costs">
        <priceDetails>
          <xsl:apply-templates select="loq:Costs"/>
        </priceDetails>
      </xsl:if>
      <providedBy idref="{$namespace}organization/{generate-id(key('provider', concat(substring(loq:CountryCode, 1, 2), ' ', loq:ProviderName))[1])}"/>
      <xsl:apply-templates select="loq:CourseLocation"/>
      <xsl:if test="not(loq:CourseLocation)">
        <providedAt>
          <spatialCode>
            <xsl:apply-templates select="loq:CountryCode"/>
          </spatialCode>
        </providedAt>
      </xsl:if>
      <specifiedBy idref="{$namespace}specification/{$id}"/>
      <xsl:apply-templates select="loq:InformationLanguage"/>
    </learningOpportunity>
  </xsl:template>

  <xsl:template match="loq:LearningOpportunity" mode="specification">
    <xsl:variable name="id" select="str:encode-uri(loq:LearningOpportunityId, true())"/>
    <learningSpecification id="{$namespace}specification/{$id}">
      <xsl:apply-templates select="loq:Title"/>
      <xsl:apply-templates select="loq:ThematicAreas/loq:ThematicAreas2013"/>
      <xsl:if test="not(loq:ThematicAreas/loq:ThematicAreas2013)">
        <xsl:apply-templates select="loq:ThematicAreas/loq:ThematicAreas1997[not(. = ../preceding-sibling::loq:ThematicAreas/loq:ThematicAreas1997)]"/>
      </xsl:if>
      <hasEducationLevel targetNotation="{loq:EducationLevel}" targetFrameworkID="{$levels}"/>
      <xsl:if test="loq:EqfLevel">
        <hasEducationLevel targetNotation="{loq:EqfLevel}" targetFrameworkID="{$eqf}"/>
      </xsl:if>
      <xsl:apply-templates select="loq:TeachingLanguage"/>
      <xsl:apply-templates select="loq:StudyType" mode="mode"/>
      <xsl:apply-templates select="loq:DurationCode"/>
      <xsl:apply-templates select="loq:SpecialTargetGroup"/>
      <xsl:apply-templates select="loq:AccessRequirements"/>
      <learningOutcomes>
        <learningOutcome idref="{$namespace}outcome/{$id}"/>
      </learningOutcomes>
    </learningSpecification>
  </xsl:template>

  <xsl:template match="loq:LearningOpportunity" mode="outcome">
    <learningOutcome id="{$namespace}outcome/{str:encode-uri(loq:LearningOpportunityId, true())}">
      <identifier schemeID="{$namespace}" type="synthetic">
        <xsl:value-of select="concat(loq:LearningOpportunityId, '#outcome')"/>
      </identifier>
      <xsl:apply-templates select="loq:Title" mode="label"/>
    </learningOutcome>
  </xsl:template>

  <xsl:template match="loq:LearningOpportunity" mode="provider">
    <organization id="{$namespace}organization/{generate-id()}">
      <xsl:apply-templates select="loq:ProviderName" mode="label"/>
      <xsl:apply-templates select="loq:ProviderType" mode="note"/>
      <hasLocation>
        <spatialCode>
          <xsl:apply-templates select="loq:CountryCode"/>
        </spatialCode>
      </hasLocation>
    </organization>
  </xsl:template>

  <xsl:template match="loq:CourseLocation">
    <providedAt>
      <xsl:for-each select="loq:CourseLocationInfo">
        <name><xsl:call-template name="text"/></name>
      </xsl:for-each>
      <xsl:apply-templates select="loq:SpecialArrangements"/>
      <xsl:if test="loq:CourseAddress">
        <hasAddress>
          <xsl:for-each select="loq:CourseAddress">
            <fullAddress><xsl:call-template name="text"/></fullAddress>
          </xsl:for-each>
          <country>
            <xsl:apply-templates select="../loq:CountryCode"/>
          </country>
        </hasAddress>
      </xsl:if>
      <spatialCode>
        <xsl:apply-templates select="../loq:CountryCode"/>
      </spatialCode>
    </providedAt>
  </xsl:template>

  <xsl:template match="loq:Title">
    <title><xsl:call-template name="text"/></title>
  </xsl:template>

  <xsl:template match="loq:NonPreferredTerm">
    <altLabel><xsl:call-template name="text"/></altLabel>
  </xsl:template>

  <xsl:template match="loq:Description | loq:Costs | loq:SpecialArrangements">
    <description><xsl:call-template name="text"/></description>
  </xsl:template>

  <xsl:template match="loq:AdmissionProcedure">
    <admissionProcedure><xsl:call-template name="text"/></admissionProcedure>
  </xsl:template>

  <xsl:template match="*" mode="label">
    <prefLabel><xsl:call-template name="text"/></prefLabel>
  </xsl:template>

  <xsl:template match="*" mode="note">
    <additionalNote>
      <xsl:call-template name="text"/>
      <xsl:choose>
        <xsl:when test="self::loq:DurationInformation"><subject uri="{$topics}duration-information"/></xsl:when>
        <xsl:when test="self::loq:Grants"><subject uri="{$topics}grants"/></xsl:when>
        <xsl:when test="self::loq:ProviderType"><subject uri="{$topics}provider-type"/></xsl:when>
      </xsl:choose>
    </additionalNote>
  </xsl:template>

  <xsl:template match="loq:AccessRequirements">
    <entryRequirementsNote>
      <xsl:call-template name="text"/>
      <subject uri="http://data.europa.eu/esco/qualification-topics#entry-requirements"/>
    </entryRequirementsNote>
  </xsl:template>

  <xsl:template match="loq:Url">
    <homepage uri="{.}">
      <xsl:call-template name="coded">
        <xsl:with-param name="list" select="'language'"/>
        <xsl:with-param name="from">
          <xsl:value-of select="@language"/>
          <xsl:if test="not(@language)">en</xsl:if>
        </xsl:with-param>
        <xsl:with-param name="element" select="'language'"/>
      </xsl:call-template>
    </homepage>
  </xsl:template>

  <xsl:template match="loq:InformationLanguage">
    <xsl:call-template name="coded">
      <xsl:with-param name="list" select="'language'"/>
      <xsl:with-param name="element" select="'referenceLanguage'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="loq:TeachingLanguage">
    <xsl:call-template name="coded">
      <xsl:with-param name="list" select="'language'"/>
      <xsl:with-param name="element" select="'language'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="loq:SpecialTargetGroup">
    <xsl:call-template name="coded">
      <xsl:with-param name="list" select="'target-group'"/>
      <xsl:with-param name="element" select="'targetGroup'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="loq:StudyType" mode="mode">
    <xsl:call-template name="coded">
      <xsl:with-param name="list" select="'mode'"/>
      <xsl:with-param name="element" select="'mode'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="loq:StudyType" mode="schedule">
    <xsl:call-template name="coded">
      <xsl:with-param name="list" select="'schedule'"/>
      <xsl:with-param name="element" select="'learningSchedule'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="loq:ThematicAreas2013">
    <hasISCED-FCode uri="http://data.europa.eu/esco/isced-f/{.}"/>
  </xsl:template>

  <xsl:template match="loq:ThematicAreas1997">
    <xsl:call-template name="coded">
      <xsl:with-param name="list" select="'field-1997'"/>
      <xsl:with-param name="element" select="'hasISCED-FCode'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="loq:DurationCode">
    <xsl:variable name="from" select="concat('duration ', .)"/>
    <xsl:for-each select="$codes">
      <xsl:for-each select="key('code', $from)">
        <duration><xsl:value-of select="@to"/></duration>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="loq:CountryCode">
    <xsl:variable name="from" select="concat('country ', substring(., 1, 2))"/>
    <xsl:for-each select="$codes">
      <xsl:attribute name="uri"><xsl:value-of select="key('code', $from)/@to"/></xsl:attribute>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="text">
    <text content-type="text/plain">
      <xsl:attribute name="lang">
        <xsl:value-of select="@language"/>
        <xsl:if test="not(@language)">en</xsl:if>
      </xsl:attribute>
      <xsl:value-of select="."/>
    </text>
  </xsl:template>

  <xsl:template name="coded">
    <xsl:param name="list"/>
    <xsl:param name="from" select="string(.)"/>
    <xsl:param name="element"/>
    <xsl:variable name="wanted" select="concat($list, ' ', $from)"/>
    <xsl:for-each select="$codes">
      <xsl:for-each select="key('code', $wanted)">
        <xsl:element name="{$element}" namespace="http://data.europa.eu/europass/qms-xml/schema/learning-opportunities">
          <xsl:attribute name="uri"><xsl:value-of select="@to"/></xsl:attribute>
        </xsl:element>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
