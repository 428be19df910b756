// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// value is a JSON value whose members keep their order: a text, number or boolean has scalar; an object has members; an
// array has items.
type value struct {
	kind    byte // { [ " 0 t
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

// membersMax bounds the members of an object, each of which is compared with all before it.
const membersMax = 256

// reader reads JSON token by token; encoding/json by itself would let repeated members and broken characters pass.
type reader struct {
	in    *json.Decoder
	depth int
}

// read reads a whole document.
func read(document []byte) (value, error) {
	if len(document) > protocol.ArgumentSizeMax {
		return value{}, EventRefused.New("an event has at most %d bytes", protocol.ArgumentSizeMax)
	}
	if !utf8.Valid(document) {
		return value{}, EventRefused.New("the event is not UTF-8")
	}
	r := reader{in: json.NewDecoder(bytes.NewReader(document))}
	r.in.UseNumber()
	v, err := r.value()
	if err != nil {
		return value{}, err
	}
	if _, err := r.in.Token(); !errors.Is(err, io.EOF) {
		return value{}, EventRefused.New("there is something behind the event")
	}
	return v, nil
}

func (r *reader) token() (json.Token, error) {
	token, err := r.in.Token()
	if err != nil {
		return nil, EventRefused.New("not JSON: %v", err)
	}
	if text, is := token.(string); is && strings.ContainsRune(text, utf8.RuneError) {
		return nil, EventRefused.New("a text has half a character")
	}
	return token, nil
}

func (r *reader) value() (value, error) {
	token, err := r.token()
	if err != nil {
		return value{}, err
	}
	if open, is := token.(json.Delim); is {
		return r.nested(open)
	}
	return scalar(token)
}

// scalar is a text, number or boolean.
func scalar(token json.Token) (value, error) {
	if text, is := token.(string); is {
		return value{kind: '"', scalar: text}, nil
	}
	if truth, is := token.(bool); is {
		return value{kind: 't', scalar: strconv.FormatBool(truth)}, nil
	}
	number, is := token.(json.Number)
	switch {
	case !is:
		return value{}, EventRefused.New("null says nothing: leave the member out")
	case strings.ContainsAny(number.String(), "eE"):
		return value{}, EventRefused.New("number %s has an exponent", number)
	}
	return value{kind: '0', scalar: number.String()}, nil
}

// nested reads an object or a list, whose opening was read.
func (r *reader) nested(open json.Delim) (value, error) {
	if r.depth++; r.depth > protocol.DepthMax {
		return value{}, EventRefused.New("an event is nested %d levels at most", protocol.DepthMax)
	}
	v := value{kind: byte(open)}
	for r.in.More() {
		read := r.item
		if open == '{' {
			read = r.member
		}
		if err := read(&v); err != nil {
			return value{}, err
		}
	}
	r.depth--
	_, err := r.token()
	return v, err
}

func (r *reader) member(into *value) error {
	token, err := r.token()
	if err != nil {
		return err
	}
	name, _ := token.(string)
	if len(into.members) >= membersMax {
		return EventRefused.New("an object has at most %d members", membersMax)
	}
	if _, repeated := into.find(name); repeated {
		return EventRefused.New("member %q is there twice", name)
	}
	content, err := r.value()
	into.members = append(into.members, member{name, content})
	return err
}

func (r *reader) item(into *value) error {
	content, err := r.value()
	into.items = append(into.items, content)
	return err
}
