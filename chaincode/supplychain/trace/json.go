// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// value is a JSON value whose members keep their order: a text, number or boolean has scalar; an object has members; an
// array has items.
type value struct {
	kind    byte // of jsontext: { [ " 0 t
	scalar  string
	members []member
	items   []value
}

type member struct {
	name  string
	value value
}

// find returns a member's value.
func (v value) find(name string) (value, bool) {
	at := slices.IndexFunc(v.members, func(m member) bool { return m.name == name })
	if at < 0 {
		return value{}, false
	}
	return v.members[at].value, true
}

// read reads a whole document. jsontext refuses repeated members and invalid UTF-8.
func read(document []byte) (value, error) {
	if len(document) > protocol.ArgumentSizeMax {
		return value{}, EventRefused.New("an event has at most %d bytes", protocol.ArgumentSizeMax)
	}
	in := jsontext.NewDecoder(bytes.NewReader(document))
	v, err := readValue(in)
	if err != nil {
		return value{}, err
	}
	if _, err := in.ReadToken(); !errors.Is(err, io.EOF) {
		return value{}, EventRefused.New("there is something behind the event")
	}
	return v, nil
}

func readValue(in *jsontext.Decoder) (value, error) {
	token, err := in.ReadToken()
	if err != nil {
		return value{}, EventRefused.New("not JSON: %v", err)
	}
	if in.StackDepth() > protocol.DepthMax {
		return value{}, EventRefused.New("an event is nested %d levels at most", protocol.DepthMax)
	}
	v := value{kind: byte(token.Kind())}
	switch v.kind {
	case '{':
		return v.readMembers(in)
	case '[':
		return v.readItems(in)
	case '"':
		v.scalar = token.String()
	case 't', 'f':
		v.kind, v.scalar = 't', token.String()
	case '0':
		v.scalar = token.String()
		if strings.ContainsAny(v.scalar, "eE") {
			return value{}, EventRefused.New("number %s has an exponent", v.scalar)
		}
	default:
		return value{}, EventRefused.New("null says nothing: leave the member out")
	}
	return v, nil
}

func (v value) readMembers(in *jsontext.Decoder) (value, error) {
	for in.PeekKind() != '}' {
		name, err := in.ReadToken()
		if err != nil {
			return value{}, EventRefused.New("not JSON: %v", err)
		}
		spelled := name.String() // a token is good until the next
		content, err := readValue(in)
		if err != nil {
			return value{}, err
		}
		v.members = append(v.members, member{spelled, content})
	}
	_, err := in.ReadToken()
	return v, err
}

func (v value) readItems(in *jsontext.Decoder) (value, error) {
	for in.PeekKind() != ']' {
		item, err := readValue(in)
		if err != nil {
			return value{}, err
		}
		v.items = append(v.items, item)
	}
	_, err := in.ReadToken()
	return v, err
}
