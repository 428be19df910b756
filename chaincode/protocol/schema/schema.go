// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"encoding"
	"reflect"
	"strings"
)

// Schema is a JSON Schema.
type Schema struct {
	Type                 string            `json:"type,omitempty"`
	Description          string            `json:"description,omitempty"`
	Format               string            `json:"format,omitempty"`
	Items                *Schema           `json:"items,omitempty"`
	Properties           map[string]Schema `json:"properties,omitempty"`
	Required             []string          `json:"required,omitempty"`
	AdditionalProperties *Schema           `json:"additionalProperties,omitempty"`
	// Closed refuses members that Properties does not name; it is written as "additionalProperties":false.
	Closed bool `json:"-"`
}

// Of describes a Go type.
func Of(t reflect.Type) Schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if format, is := text(t); is {
		return Schema{Type: "string", Format: format}
	}
	switch t.Kind() {
	case reflect.Bool:
		return Schema{Type: "boolean"}
	case reflect.String:
		return Schema{Type: "string"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return Schema{Type: "integer"}
	case reflect.Slice, reflect.Array:
		return list(t)
	case reflect.Map:
		values := Of(t.Elem())
		return Schema{Type: "object", AdditionalProperties: &values}
	case reflect.Struct:
		return object(t)
	default:
		return Schema{} // anything, as of raw JSON
	}
}

// text tells whether values are JSON strings, because the type encodes itself as text. A type that encodes itself as
// JSON does so as text too in this code base, but for raw JSON.
func text(t reflect.Type) (format string, is bool) {
	if t.PkgPath() == "time" && t.Name() == "Time" {
		return "date-time", true
	}
	marshaler := reflect.TypeFor[encoding.TextMarshaler]()
	return "", t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler)
}

func list(t reflect.Type) Schema {
	if t.Elem().Kind() == reflect.Uint8 {
		if t.Name() != "" { // raw JSON
			return Schema{}
		}
		return Schema{Type: "string", Format: "byte"}
	}
	items := Of(t.Elem())
	return Schema{Type: "array", Items: &items}
}

func object(t reflect.Type) Schema {
	s := Schema{Type: "object", Closed: true, Properties: map[string]Schema{}}
	s.add(t)
	return s
}

// add describes the fields of a struct; those of embedded structs without a name of their own are the outer's.
func (s *Schema) add(t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-" || !field.IsExported():
		case field.Anonymous && name == "":
			s.add(field.Type)
		default:
			s.addMember(field, name, options)
		}
	}
}

func (s *Schema) addMember(field reflect.StructField, name, options string) {
	if name == "" {
		name = field.Name
	}
	member := Of(field.Type)
	member.Description = field.Tag.Get("help")
	s.Properties[name] = member
	if !strings.Contains(options, "omit") {
		s.Required = append(s.Required, name)
	}
}
