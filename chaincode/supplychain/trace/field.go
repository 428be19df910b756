// SPDX-License-Identifier: Apache-2.0

package trace

// field is a member of an event, in the canonical order of the Core Business Vocabulary 2.0.
type field struct {
	name string
	// shape says what stands there.
	shape shape
	// bare is put before a bare word of a standard vocabulary.
	bare string
	// item is what an item of a list is called in the canonical text; nothing for pairs.
	item string
	// fields are those of an object, or of the items of a list.
	fields []field
}

type shape byte

const (
	text    shape = iota // one value
	moment               // one instant
	texts                // a list of values
	object               // one object
	objects              // a list of objects
)

// eventFields are the members of all types of events, less the type itself.
func eventFields() []field {
	return []field{
		{name: "eventTime", shape: moment},
		{name: "eventTimeZoneOffset"},
		{name: "epcList", shape: texts, item: "epc"},
		{name: "parentID"},
		{name: "inputEPCList", shape: texts, item: "epc"},
		{name: "childEPCs", shape: texts, item: "epc"},
		quantities("quantityList"),
		quantities("childQuantityList"),
		quantities("inputQuantityList"),
		{name: "outputEPCList", shape: texts, item: "epc"},
		quantities("outputQuantityList"),
		{name: "action"},
		{name: "transformationID"},
		{name: "bizStep", bare: cbv + "BizStep-"},
		{name: "disposition", bare: cbv + "Disp-"},
		{name: "persistentDisposition", shape: object, fields: []field{
			{name: "set", shape: texts, bare: cbv + "Disp-"}, {name: "unset", shape: texts, bare: cbv + "Disp-"},
		}},
		{name: "readPoint", shape: object, fields: []field{{name: "id"}}},
		{name: "bizLocation", shape: object, fields: []field{{name: "id"}}},
		pairs("bizTransactionList", "bizTransaction", cbv+"BTT-"),
		pairs("sourceList", "source", cbv+"SDT-"),
		pairs("destinationList", "destination", cbv+"SDT-"),
		{name: "sensorElementList", shape: objects, item: "sensorElement", fields: sensorFields()},
	}
}

func quantities(name string) field {
	return field{name: name, shape: objects, item: "quantityElement", fields: []field{
		{name: "epcClass"}, {name: "quantity"}, {name: "uom"},
	}}
}

func pairs(name, content, bare string) field {
	return field{name: name, shape: objects, fields: []field{{name: "type", bare: bare}, {name: content}}}
}

func sensorFields() []field {
	origin := []field{{name: "deviceID"}, {name: "deviceMetadata"}, {name: "rawData"}, {name: "dataProcessingMethod"}}
	metadata := []field{{name: "time", shape: moment}, {name: "startTime", shape: moment}, {name: "endTime", shape: moment}}
	metadata = append(append(metadata, origin...), field{name: "bizRules"})
	report := append([]field{{name: "type", bare: voc}, {name: "exception", bare: voc}}, origin...)
	report = append(report, field{name: "time", shape: moment}, field{name: "microorganism"}, field{name: "chemicalSubstance"},
		field{name: "value"}, field{name: "component", bare: cbv + "Comp-"}, field{name: "stringValue"}, field{name: "booleanValue"},
		field{name: "hexBinaryValue"}, field{name: "uriValue"}, field{name: "minValue"}, field{name: "maxValue"},
		field{name: "meanValue"}, field{name: "sDev"}, field{name: "percRank"}, field{name: "percValue"}, field{name: "uom"},
		field{name: "coordinateReferenceSystem"})
	return []field{
		{name: "sensorMetadata", shape: object, fields: metadata},
		{name: "sensorReport", shape: objects, item: "sensorReport", fields: report},
	}
}

// outside are the members of an event that its hash leaves out.
func outside(name string) bool {
	switch name {
	case "@context", "type", "eventID", "recordTime", "errorDeclaration", "certificationInfo":
		return true
	}
	return false
}

// named tells whether the list's own name is in the canonical text, before its items.
func (f field) named() bool {
	return f.name != "sensorElementList" && f.name != "sensorReport" && f.name != "set" && f.name != "unset"
}

// extensible tells whether the standard lets extensions stand in the object.
func (f field) extensible() bool {
	switch f.name {
	case "readPoint", "bizLocation", "sensorElementList", "sensorMetadata", "sensorReport":
		return true
	}
	return false
}
