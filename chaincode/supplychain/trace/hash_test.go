// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

// The events below, their canonical texts and their hashes are the published examples of the EPCIS Event Hash ID:
// github.com/RalphTro/epcis-event-hash-generator, tests/examples/documents and expected/CBV2.0 (MIT licence). The first
// three are those of its README.

const example1 = `{"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"example": "https://ns.example.com/epcis/"}],
 "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2022-02-17T11:30:47.0Z", "epcisBody": {"eventList": [{
  "type": "ObjectEvent", "eventTime": "2020-03-04T11:00:30.000+01:00", "eventTimeZoneOffset": "+01:00",
  "recordTime": "2020-03-04T11:00:30.999+01:00",
  "epcList": ["urn:epc:id:sscc:4012345.0000000333", "urn:epc:id:sscc:4012345.0000000111", "urn:epc:id:sscc:4012345.0000000222"],
  "action": "OBSERVE", "bizStep": "departing", "readPoint": {"id": "urn:epc:id:sgln:4012345.00011.987"},
  "example:myField1": {"example:mySubField1": "2", "example:mySubField2": "5"},
  "example:myField2": "0", "example:myField3": {"example:mySubField3": ["3", "1"]}}]}}`

const example2 = `{"type": "ObjectEvent", "eventTime": "2020-04-01T15:00:00+01:00", "eventTimeZoneOffset": "+01:00",
 "epcList": ["urn:epc:id:sgtin:4012345.011111.9876"], "action": "OBSERVE", "bizStep": "inspecting",
 "readPoint": {"id": "urn:epc:id:sgln:4012345.00005.0"},
 "sensorElementList": [{
  "sensorMetadata": {"deviceID": "urn:epc:id:giai:4000001.111", "deviceMetadata": "https://id.gs1.org/8004/4000001111"},
  "sensorReport": [{"type": "Temperature", "value": 26, "sDev": 0.1, "uom": "CEL"},
   {"type": "AbsoluteHumidity", "value": 12.1, "uom": "A93"},
   {"type": "Dimensionless", "microorganism": "https://www.ncbi.nlm.nih.gov/taxonomy/1126011", "value": 0.05, "uom": "C35"},
   {"type": "Dimensionless", "chemicalSubstance": "https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N", "value": 0.18, "uom": "C35"}]}]}`

const example3 = `{"@context": {"example": "https://ns.example.com/epcis/"},
 "type": "ObjectEvent", "eventTime": "2020-03-04T11:00:30+01:00", "eventTimeZoneOffset": "+01:00",
 "epcList": ["urn:epc:id:sgtin:0614141.011111.987"], "action": "OBSERVE", "bizStep": "departing", "disposition": "in_transit",
 "readPoint": {"id": "urn:epc:id:sgln:4012345.00011.0", "example:myField1": "AB-12"},
 "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epc:id:gdti:4012345.11111.123"}],
 "sourceList": [{"type": "owning_party", "source": "urn:epc:id:pgln:4012345.00000"}],
 "destinationList": [{"type": "owning_party", "destination": "urn:epc:id:pgln:0614141.00000"}],
 "example:userExt": "CD-34"}`

const allKeys = `{"type": "ObjectEvent", "eventTime": "2023-03-27T11:30:00.0Z", "eventTimeZoneOffset": "+01:00", "epcList": [
 "urn:epc:id:sgtin:4012345.012345.12", "urn:epc:id:sscc:4012345.0000000333", "https://id.gs1.org/00/040123450000003338",
 "urn:epc:id:grai:4012345.66666.87", "urn:epc:id:giai:4012345.AAbb", "urn:epc:id:gsrn:4012345.9876540000",
 "urn:epc:id:gsrnp:4012345.0000098765", "urn:epc:id:gdti:4012345.55555.98", "urn:epc:id:cpi:4012345.ABC.123",
 "urn:epc:id:sgcn:4012345.99999.44", "urn:epc:id:ginc:4012345.333", "urn:epc:id:gsin:4012345.999987654",
 "urn:epc:id:itip:4012345.012345.01.02.999", "urn:epc:id:upui:4012345.012345.AB12"],
 "quantityList": [{"epcClass": "urn:epc:class:lgtin:4054739.099914.20160711"}, {"epcClass": "urn:epc:idpat:sgtin:4054739.099914.*"},
 {"epcClass": "urn:epc:idpat:grai:4012345.66666.*"}, {"epcClass": "urn:epc:idpat:gdti:4012345.55555.*"},
 {"epcClass": "urn:epc:idpat:sgcn:4012345.99999.*"}, {"epcClass": "urn:epc:idpat:cpi:4012345.ABC.*"},
 {"epcClass": "urn:epc:idpat:itip:4012345.012345.01.02.*"}],
 "action": "OBSERVE", "bizStep": "other", "readPoint": {"id": "urn:epc:id:sgln:4012345.00011.987"}}`

const packing = `{"type": "AggregationEvent", "eventTime": "2019-10-21T11:58:56.591+02:00", "eventTimeZoneOffset": "+02:00",
 "parentID": "urn:epc:id:sscc:4047023.0111111122", "childEPCs": ["urn:epc:id:sgtin:4047023.077551.98",
 "urn:epc:id:sgtin:4047023.077551.97", "urn:epc:id:sgtin:4047023.077551.107", "urn:epc:id:sgtin:4047023.077551.109"],
 "action": "ADD", "bizStep": "packing", "readPoint": {"id": "urn:epc:id:sgln:4047023.00012.0"}}`

const packingLots = `{"type": "AggregationEvent", "eventTime": "2019-10-21T17:30:56.591+02:00", "eventTimeZoneOffset": "+02:00",
 "parentID": "urn:epc:id:sscc:4012344.0111111133", "childQuantityList": [
 {"epcClass": "urn:epc:class:lgtin:4054739.099902.P2", "quantity": 12, "uom": "KGM"},
 {"epcClass": "urn:epc:class:lgtin:4054739.012345.lot2", "quantity": 17}],
 "action": "ADD", "bizStep": "packing", "readPoint": {"id": "urn:epc:id:sgln:4012345.00025.0"}}`

const unpackingAll = `{"type": "AggregationEvent", "eventTime": "2019-10-21T11:58:56.591+02:00", "eventTimeZoneOffset": "+02:00",
 "parentID": "urn:epc:id:sscc:4012344.0111111144", "action": "DELETE", "bizStep": "unpacking",
 "readPoint": {"id": "urn:epc:id:sgln:4012345.00025.0"},
 "bizTransactionList": [{"type": "inv", "bizTransaction": "urn:epcglobal:cbv:bt:4012345123456:RE1099"}]}`

const receiving = `{"type": "ObjectEvent", "eventTime": "2019-10-21T12:00:30.000+01:00", "eventTimeZoneOffset": "+01:00",
 "epcList": ["urn:epc:id:sscc:5200001.0111111146"], "action": "OBSERVE", "bizStep": "receiving",
 "readPoint": {"id": "urn:epc:id:sgln:4012345.00012.0"}, "bizTransactionList": [
 {"type": "desadv", "bizTransaction": "urn:epcglobal:cbv:bt:5200001000008:4711"},
 {"type": "inv", "bizTransaction": "urn:epcglobal:cbv:bt:5200001000008:RE1099"}],
 "sourceList": [{"type": "possessing_party", "source": "urn:epc:id:pgln:4000001.00012"}, {"type": "owning_party", "source": "urn:epc:id:pgln:4000001.00012"}],
 "destinationList": [{"type": "possessing_party", "destination": "urn:epc:id:pgln:4012345.00000"},
 {"type": "owning_party", "destination": "urn:epc:id:pgln:4012345.00000"}, {"type": "location", "destination": "urn:epc:id:sgln:4012345.00012.0"}]}`

const commissioning = `{"@context": [{"cbvmda": "urn:epcglobal:cbv:mda:"}],
 "type": "ObjectEvent", "eventTime": "2019-10-21T14:58:56.000+02:00", "eventTimeZoneOffset": "+02:00",
 "quantityList": [{"epcClass": "urn:epc:class:lgtin:4054739.099914.20160711", "quantity": 600, "uom": "KGM"}],
 "action": "ADD", "bizStep": "commissioning", "readPoint": {"id": "urn:epc:id:sgln:4054739.00001.0"},
 "ilmd": {"cbvmda:bestBeforeDate": "2019-10-21"}}`

const shipping = `{"type": "TransactionEvent", "eventTime": "2019-10-21T00:05:00-06:00", "eventTimeZoneOffset": "-06:00",
 "epcList": ["urn:epc:id:sgtin:0614141.107340.1", "urn:epc:id:sgtin:0614141.107340.2"], "action": "ADD", "bizStep": "shipping",
 "readPoint": {"id": "urn:epc:id:sgln:4012345.00000.5"}, "bizLocation": {"id": "urn:epc:id:sgln:4012345.00000.0"},
 "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:4012345123456:RE100099"}]}`

const transforming = `{"@context": {"example": "https://ns.example.com/epcis/"},
 "type": "TransformationEvent", "eventTime": "2019-10-21T14:58:56.591+02:00", "eventTimeZoneOffset": "+02:00",
 "inputEPCList": ["urn:epc:id:sgtin:4012345.011122.25", "urn:epc:id:sgtin:4000001.065432.99886655"],
 "outputEPCList": ["urn:epc:id:sgtin:4012345.077889.25", "urn:epc:id:sgtin:4012345.077889.26", "urn:epc:id:sgtin:4012345.077889.27", "urn:epc:id:sgtin:4012345.077889.28"],
 "inputQuantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.011111.4444", "quantity": 10, "uom": "KGM"},
 {"epcClass": "urn:epc:class:lgtin:0614141.077777.987", "quantity": 30}, {"epcClass": "urn:epc:idpat:sgtin:4012345.066666.*", "quantity": 220}],
 "bizStep": "commissioning", "readPoint": {"id": "urn:epc:id:sgln:4012345.00001.0"},
 "ilmd": {"example:bestBeforeDate": "2015-11-10", "example:batch": "XYZ"}}`

const transformingInParts = `{"type": "TransformationEvent", "eventTime": "2019-10-21T14:58:56.591+02:00", "eventTimeZoneOffset": "+02:00",
 "inputEPCList": ["urn:epc:id:sgtin:4012345.011122.25", "urn:epc:id:sgtin:4000001.065432.99886655"],
 "outputQuantityList": [{"epcClass": "urn:epc:class:lgtin:4054739.099902.P20131121", "quantity": 9520}],
 "transformationID": "urn:epc:id:gdti:4012345.55555.1234", "bizStep": "http://epcis.example.com/user/vocab/bizstep/exampling",
 "readPoint": {"id": "urn:epc:id:sgln:4012345.00001.0"}}`

const fractions = `{"type": "ObjectEvent", "eventTime": "2023-02-12T11:04:03.1415Z", "eventTimeZoneOffset": "+01:00",
 "certificationInfo": "https://accreditation-council.example.org/certificate/ABC12345",
 "epcList": ["https://id.gs1.de/01/04012345999990/21/XYZ-1234"], "action": "OBSERVE", "bizStep": "receiving",
 "disposition": "in_progress", "readPoint": {"id": "https://id.gs1.de/414/4012345000115"},
 "sensorElementList": [{"sensorMetadata": {"time": "2023-02-12T11:04:03.1007Z", "bizRules": "https://id.example.com/253/4012345000054987"},
 "sensorReport": [{"type": "Dimensionless", "exception": "ALARM_CONDITION", "coordinateReferenceSystem": "http://www.opengis.net/def/crs/EPSG/0/27700"}]}]}`

const fraction = `{"type": "ObjectEvent", "eventTime": "2023-02-02T11:04:03.1414Z", "eventTimeZoneOffset": "+01:00",
 "epcList": ["https://id.gs1.de/00/040123451111111110"], "action": "OBSERVE", "bizStep": "transporting",
 "readPoint": {"id": "geo:50.947573340894124,6.922120147375441"}}`

func TestPublishedHashes(t *testing.T) {
	for _, c := range []struct{ name, event, hash string }{
		{"example 1, extensions", example1, "6ae96341e0acc6d7a261364751f60e68278a81cdf51da0abb6b4e617014e39d7"},
		{"example 2, sensors", example2, "271565c346ae2fb28c4583c4dca4ab4772d465eb4e0b6e548d77d8b49377d95c"},
		{"example 3, extension in a read point", example3, "3ae14c02c4bdc220cc31942cf804f6845eb8dec96ba6483391c92a9b165f9329"},
		{"every GS1 key", allKeys, "40744f32beff53a4bf5bb5956d465cb52de5bbcc9f131409d8efb903b04d9351"},
		{"packing", packing, "c941e6486c561c2be83c28dc228c150eaef9a6befb1015e6cc563982fb7414b6"},
		{"packing lots", packingLots, "cfda50b7ff23682e989bafc3747ac9b752f405305fcde6618280f6be27344f35"},
		{"unpacking all", unpackingAll, "c4bdb87c8d59d6ab569d0cfc6583e9dd4c314cdf71799b0ef8d4febe5239d9c5"},
		{"receiving", receiving, "ef43acf0e69951f79739f603f714893784648a41bac3f58035b5830a978a2631"},
		{"commissioning", commissioning, "5f396ea5cb32fe4d0980cb79f5a5eb9640559e9f5a6cefa5c98a7d6ad554b50b"},
		{"shipping", shipping, "cf6559dc931963f19ed9cd2fe33c02ef64c8cfd557e5a96b086a87db315b7122"},
		{"transforming", transforming, "36ab2ba0e3eac03d14a630148c63c31da00b8c4f1c311f501eb459e89a6e6350"},
		{"transforming in parts", transformingInParts, "756558aa09b2d38c6bcb6e50eab2fcbebd9bde17362a7c4f4686a5d7f5fb013f"},
		{"fractions of a second", fractions, "bf052637920f56c28bd6bc4ce10bb296203fcddc543f1e293d5a77b07592dcec"},
		{"a fraction of a second", fraction, "0550df44527332c1fe417c5837fe61b9e71eaa93307b88519dac549bf2d4dcf9"},
		{"all members of a transaction event", everyMember(), "4a85d64a96409f0c57baed258666b26d83e6690d204a8aaed4c7e2624d8b0c81"},
	} {
		event, err := trace.Parse([]byte(c.event))
		require.NoError(t, err, c.name)
		require.Equal(t, trace.Hash("ni:///sha-256;"+c.hash+"?ver=CBV2.0"), event.Hash(), "%s\n%s", c.name, event.Canonical())
		require.NoError(t, event.Hash().Validate())
	}
}

// The canonical texts as published.
func TestPublishedTexts(t *testing.T) {
	event, err := trace.Parse([]byte(example1))
	require.NoError(t, err)
	require.Equal(t, strings.Join([]string{
		"eventType=ObjectEvent", "eventTime=2020-03-04T10:00:30.000Z", "eventTimeZoneOffset=+01:00",
		"epcList", "epc=https://id.gs1.org/00/040123450000001112", "epc=https://id.gs1.org/00/040123450000002225",
		"epc=https://id.gs1.org/00/040123450000003338", "action=OBSERVE", "bizStep=https://ref.gs1.org/cbv/BizStep-departing",
		"readPoint", "id=https://id.gs1.org/414/4012345000115/254/987",
		"{https://ns.example.com/epcis/}myField1", "{https://ns.example.com/epcis/}mySubField1=2", "{https://ns.example.com/epcis/}mySubField2=5",
		"{https://ns.example.com/epcis/}myField2=0",
		"{https://ns.example.com/epcis/}myField3", "{https://ns.example.com/epcis/}mySubField3=1", "{https://ns.example.com/epcis/}mySubField3=3",
	}, ""), event.Canonical())

	event, err = trace.Parse([]byte(example3))
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(event.Canonical(), strings.Join([]string{
		"bizTransactionList", "type=https://ref.gs1.org/cbv/BTT-po", "bizTransaction=https://id.gs1.org/253/4012345111118123",
		"sourceList", "type=https://ref.gs1.org/cbv/SDT-owning_party", "source=https://id.gs1.org/417/4012345000009",
		"destinationList", "type=https://ref.gs1.org/cbv/SDT-owning_party", "destination=https://id.gs1.org/417/0614141000005",
		"readPoint", "{https://ns.example.com/epcis/}myField1=AB-12", "{https://ns.example.com/epcis/}userExt=CD-34",
	}, "")))
}

// everyMember is TransactionEvent_all_possible_fields of the same collection.
func everyMember() string {
	const extensions = `"ext1:float": "20", "ext1:time": "2013-06-08T14:58:56.591Z",
 "ext1:array": ["12", "22", "2013-06-08T14:58:56.591Z", "true", "stringInArray", {"ext1:object": {"ext1:object": {
  "ext2:array": ["14", "23.0", "stringInArrayInObjectInArray"], "ext2:object": {"ext2:object": {"ext3:string": "stringInObjectInObjectInArray"}},
  "ext2:int": "13", "ext2:string": "stringInObjectInArray"}}}],
 "ext1:boolean": "true", "ext1:object": {"ext2:array": ["11", "21", "stringInArrayInObject"],
  "ext2:object": {"ext2:object": {"ext3:string": "stringInObjectInObject"}}, "ext2:string": "stringInObject"},
 "ext1:default": "stringAsDefaultValue", "ext1:int": "10", "ext1:string": "string"`
	const origin = `"deviceID": "urn:epc:id:giai:4000001.111", "deviceMetadata": "https://id.gs1.org/8004/4000001111",
 "rawData": "https://example.org/8004/401234599999", "dataProcessingMethod": "https://example.com/253/4012345000054987"`
	return fmt.Sprintf(`{"@context": ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
 {"ext3": "http://example.com/ext3/"}, {"ext2": "http://example.com/ext2/"}, {"ext1": "http://example.com/ext1/"}],
 "type": "TransactionEvent", "eventTime": "2005-04-04T02:33:31.116Z", "eventTimeZoneOffset": "-06:00",
 "eventID": "ni:///sha-256;45a99ca926fdb62b61bb2b29620e1dcdd5b0109613700f7e179881d64d8fabf1?ver=CBV2.0",
 "certificationInfo": "https://accreditation-council.example.org/certificate/ABC12345",
 "errorDeclaration": {"declarationTime": "2006-11-07T14:00:00.000+01:00", "reason": "incorrect_data",
  "correctiveEventIDs": ["ni:///sha-256;fec9667280c4710a3fa9558b7bc8ddc2ced0dc442d87f82becae24bb6ca6a46f?ver=CBV2.0"]},
 "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epc:id:gdti:0614141.00001.1618034"},
  {"type": "pedigree", "bizTransaction": "urn:epc:id:gsrn:0614141.0000010253"}],
 "parentID": "urn:epc:id:sscc:0614141.1234567890",
 "epcList": ["urn:epc:id:sgtin:0614141.107346.2017", "urn:epc:id:sgtin:0614141.107346.2018"],
 "action": "ADD", "bizStep": "shipping", "disposition": "in_transit",
 "readPoint": {"id": "urn:epc:id:sgln:0614141.07346.1234"}, "bizLocation": {"id": "urn:epc:id:sgln:0614141.00888.0"},
 "quantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.011111.4444", "quantity": 10, "uom": "KGM"}],
 "sourceList": [{"type": "location", "source": "urn:epc:id:sgln:4012345.00225.0"},
  {"type": "possessing_party", "source": "urn:epc:id:pgln:4012345.00225"}, {"type": "owning_party", "source": "urn:epc:id:pgln:4012345.00225"}],
 "destinationList": [{"type": "location", "destination": "urn:epc:id:sgln:0614141.00777.0"},
  {"type": "possessing_party", "destination": "urn:epc:id:pgln:0614141.00777"}, {"type": "owning_party", "destination": "urn:epc:id:pgln:0614141.00777"}],
 "sensorElementList": [{
  "sensorMetadata": {"time": "2019-04-02T13:05:00.000Z", %[2]s, "startTime": "2019-04-02T12:55:01.000Z", "endTime": "2019-04-02T13:55:00.000Z",
   "bizRules": "https://example.com/253/4012345000054987", "ext1:someFurtherMetadata": "someText"},
  "sensorReport": [{"type": "Temperature", %[2]s, "time": "2019-07-19T13:00:00.000Z",
   "microorganism": "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
   "chemicalSubstance": "https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N", "value": 26, "component": "example:x",
   "stringValue": "SomeString", "booleanValue": true, "hexBinaryValue": "f0f0f0", "uriValue": "https://id.gs1.org/8004/4000001111",
   "minValue": 26, "maxValue": 26.2, "meanValue": 13.2, "percRank": 50, "percValue": 12.7, "uom": "CEL", "sDev": 0.1,
   "ext1:someFurtherReportData": "someText"}], %[1]s}], %[1]s}`, extensions, origin)
}
