// SPDX-License-Identifier: Apache-2.0

package form

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// kind is how a flag's text becomes JSON.
type kind int

const (
	document   kind = iota // JSON or @file
	text                   // what a type reads by itself, or a plain string
	number                 // an integer
	boolean                // true or false
	amount                 // money
	list                   // of values
	structList             // of structs
)

// values is a flag's value: what was written, in order.
type values struct {
	kind    kind
	of      reflect.Type
	items   *values // of a list
	written []string
}

func newValues(t reflect.Type, private bool) *values {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	v := &values{kind: kindOf(t), of: t}
	if private {
		v.kind = document
	}
	if v.kind == list {
		v.items = newValues(t.Elem(), false)
	}
	return v
}

func kindOf(t reflect.Type) kind {
	if t == reflect.TypeFor[money.Money]() {
		return amount
	}
	if readsText(t) {
		return text
	}
	switch k := t.Kind(); {
	case k == reflect.String:
		return text
	case k == reflect.Bool:
		return boolean
	case k >= reflect.Int && k <= reflect.Uint64:
		return number
	case k == reflect.Slice:
		return sliceKind(t.Elem())
	default:
		return document
	}
}

func sliceKind(items reflect.Type) kind {
	if nested(items) {
		return structList
	}
	switch kindOf(items) {
	case text, number, boolean, amount:
		if items.Kind() != reflect.Uint8 {
			return list
		}
	}
	return document
}

// nested tells whether a type's fields are flags of their own.
func nested(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != reflect.TypeFor[money.Money]() && !readsText(t)
}

func readsText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// Set takes what was written; pflag calls it once for each time that the flag is given.
func (v *values) Set(written string) error {
	v.written = append(v.written, written)
	return nil
}

// String is the default in help texts: none.
func (v *values) String() string { return "" }

// Type names what the flag takes, in help texts.
func (v *values) Type() string {
	switch v.kind {
	case number:
		return "number"
	case boolean:
		return "bool"
	case amount:
		return "amount"
	case list:
		return v.items.Type() + ",…"
	case structList:
		return "file|json|key=value,…"
	case document:
		return "json|@file"
	default:
		return strings.ToLower(v.of.Name())
	}
}

// empty tells whether leaving the flag out means something by itself: false, or an empty list.
func (v *values) empty() bool { return v.kind == boolean || v.kind == list || v.kind == structList }

// document is the flag's JSON.
func (v *values) document() ([]byte, error) {
	switch v.kind {
	case list:
		return v.listDocument()
	case structList:
		return v.structsDocument()
	default:
		return v.convert(v.written[len(v.written)-1])
	}
}

func (v *values) convert(written string) ([]byte, error) {
	switch v.kind {
	case amount:
		m, err := money.Parse(written)
		if err != nil {
			return nil, err
		}
		return protocol.Marshal(m)
	case text:
		return v.convertText(written)
	case number:
		if _, err := strconv.ParseInt(written, 10, 64); err != nil {
			return nil, fmt.Errorf("%q is not a whole number", written)
		}
		return []byte(written), nil
	case boolean:
		if written != "true" && written != "false" {
			return nil, fmt.Errorf("%q is neither true nor false", written)
		}
		return []byte(written), nil
	default:
		return readDocument(written)
	}
}

// convertText lets a type read its text, so that a mistake is told in the type's own words.
func (v *values) convertText(written string) ([]byte, error) {
	value := reflect.New(v.of)
	reader, reads := value.Interface().(encoding.TextUnmarshaler)
	if !reads {
		return protocol.Marshal(written)
	}
	if err := reader.UnmarshalText([]byte(written)); err != nil {
		return nil, err
	}
	return protocol.Marshal(value.Interface())
}

func (v *values) listDocument() ([]byte, error) {
	items := []json.RawMessage{}
	for _, written := range v.written {
		for _, one := range strings.Split(written, ",") {
			item, err := v.items.convert(strings.TrimSpace(one))
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
	}
	return json.Marshal(items)
}

// structsDocument reads each time that the flag was given as one item, as a list, or as a file with a list.
func (v *values) structsDocument() ([]byte, error) {
	items := []json.RawMessage{}
	for _, written := range v.written {
		more, err := v.structs(written)
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	return json.Marshal(items)
}

func (v *values) structs(written string) ([]json.RawMessage, error) {
	trimmed := strings.TrimSpace(written)
	switch {
	case strings.HasPrefix(trimmed, "{"):
		return []json.RawMessage{json.RawMessage(trimmed)}, nil
	case strings.HasPrefix(trimmed, "["):
	case strings.Contains(trimmed, "="):
		item, err := v.pairs(trimmed)
		return []json.RawMessage{item}, err
	default:
		trimmed = "@" + strings.TrimPrefix(trimmed, "@")
	}
	content, err := readDocument(trimmed)
	if err != nil {
		return nil, err
	}
	var items []json.RawMessage
	if err := json.Unmarshal(content, &items); err != nil {
		return nil, errors.New("not a JSON list")
	}
	return items, nil
}

// pairs reads key=value,key=value with the flags of the item's own fields.
func (v *values) pairs(written string) (json.RawMessage, error) {
	item := object{}
	fields := jsonFields(v.of.Elem())
	for _, pair := range strings.Split(written, ",") {
		name, value, found := strings.Cut(pair, "=")
		t, known := fields[strings.TrimSpace(name)]
		if !found || !known {
			return nil, fmt.Errorf("%q is not key=value with one of the keys %s", pair, keys(fields))
		}
		content, err := newValues(t, false).convert(strings.TrimSpace(value))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		item.put([]string{strings.TrimSpace(name)}, content)
	}
	return json.Marshal(item)
}

// readDocument reads JSON, or the file that @ names; @- is the standard input.
func readDocument(written string) ([]byte, error) {
	content := []byte(written)
	if file, is := strings.CutPrefix(written, "@"); is {
		var err error
		if file == "-" {
			file = "/dev/stdin"
		}
		if content, err = os.ReadFile(file); err != nil {
			return nil, err
		}
	}
	if !json.Valid(content) {
		return nil, fmt.Errorf("not JSON: write JSON or @file")
	}
	return content, nil
}
