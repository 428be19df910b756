// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Limits of what a chaincode reads from outside.
const (
	// ArgumentSizeMax bounds one argument, in bytes; a batch of 1,000 payments takes about 200 KiB.
	ArgumentSizeMax = 512 << 10
	// DepthMax bounds the nesting of a request.
	DepthMax = 16
	// ReferenceSizeMax bounds a client reference, in bytes.
	ReferenceSizeMax = 64
)

var (
	writing = json.JoinOptions(json.Deterministic(true), jsontext.EscapeForHTML(false))
	reading = json.JoinOptions(json.RejectUnknownMembers(true))
)

// Marshal writes canonical JSON: members in the order of declaration, map keys sorted, nil slices as [], no white space.
func Marshal(value any) ([]byte, error) { return json.Marshal(value, writing) }

// AppendText appends a text as [Marshal] writes it.
func AppendText(to []byte, text string) ([]byte, error) { return jsontext.AppendQuote(to, text) }

// Unmarshal reads what [Marshal] wrote and refuses everything else: an unknown, repeated or differently cased
// member, null, trailing data, invalid UTF-8, U+0000 or U+10FFFF in a string, too deep or too large a document.
func Unmarshal(data []byte, into any) error {
	if len(data) > ArgumentSizeMax {
		return TooLarge.New("the document has %d bytes, at most %d are read", len(data), ArgumentSizeMax)
	}
	if suspicious(data) {
		if err := scan(data); err != nil {
			return err
		}
	}
	return UnmarshalStored(data, into)
}

// UnmarshalStored reads a document that this code's [Marshal] wrote: as strictly as [Unmarshal] about members, but
// without its limits, which guard against what comes from outside.
func UnmarshalStored(data []byte, into any) error {
	if err := json.Unmarshal(data, into, reading); err != nil {
		return plain(err)
	}
	return nil
}

// DecodeResponse reads a chaincode's response. It is lenient about members that a newer chaincode added.
func DecodeResponse[Res any](response []byte) (*Res, error) {
	result := new(Res)
	if err := json.Unmarshal(response, result); err != nil {
		return nil, fmt.Errorf("response: %w", plain(err))
	}
	return result, nil
}

// Encode takes a request apart into the JSON that enters the arguments and the transient values that do not.
func Encode(request any) (argument []byte, transient map[string][]byte, err error) {
	return encode(request, transientFields(reflect.Indirect(reflect.ValueOf(request)).Type()))
}

func encode(request any, fields []reflect.StructField) (argument []byte, transient map[string][]byte, err error) {
	if argument, err = Marshal(request); err != nil {
		return nil, nil, fmt.Errorf("encode request: %w", err)
	}
	value := reflect.Indirect(reflect.ValueOf(request))
	for _, field := range fields {
		content := value.FieldByIndex(field.Index)
		if content.IsZero() {
			continue
		}
		if transient == nil {
			transient = map[string][]byte{}
		}
		if transient[field.Tag.Get("transient")], err = Marshal(content.Interface()); err != nil {
			return nil, nil, fmt.Errorf("encode transient %s: %w", field.Name, err)
		}
	}
	return argument, transient, nil
}

// Decode puts a request together again, strictly. into points to the request.
func Decode(argument []byte, transient map[string][]byte, into any) error {
	return decode(argument, transient, into, transientFields(reflect.TypeOf(into).Elem()))
}

func decode(argument []byte, transient map[string][]byte, into any, fields []reflect.StructField) error {
	if err := Unmarshal(argument, into); err != nil {
		return err
	}
	value := reflect.ValueOf(into).Elem()
	for _, field := range fields {
		content, present := transient[field.Tag.Get("transient")]
		if !present {
			continue
		}
		if err := Unmarshal(content, value.FieldByIndex(field.Index).Addr().Interface()); err != nil {
			return fmt.Errorf("transient %s: %w", field.Tag.Get("transient"), private(err))
		}
	}
	return nil
}

// suspicious tells whether a document could hold something that [scan] refuses, without taking it apart: most
// documents are small and flat, and then one pass of the decoder is enough.
func suspicious(data []byte) bool {
	depth, inside := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inside && c == '\\':
			i++
			if i < len(data) && data[i] == 'u' {
				return true
			}
		case c == '"':
			inside = !inside
		case inside:
			if c == 0xF4 { // the first byte of U+10FFFF
				return true
			}
		case c == '{' || c == '[':
			if depth++; depth > DepthMax {
				return true
			}
		case c == '}' || c == ']':
			depth--
		case c == 'n':
			return true
		}
	}
	return false
}

// scan walks the tokens once and refuses what a type cannot refuse.
func scan(data []byte) error {
	decoder := jsontext.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.ReadToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return plain(err)
		}
		if decoder.StackDepth() > DepthMax {
			return fmt.Errorf("nested deeper than %d", DepthMax)
		}
		switch token.Kind() {
		case 'n':
			return fmt.Errorf("null at %s: leave the member out", where(decoder.StackPointer()))
		case '"':
			if strings.ContainsAny(token.String(), "\x00\U0010FFFF") {
				return fmt.Errorf("a character that no text has (U+0000 or U+10FFFF) at %s", where(decoder.StackPointer()))
			}
		}
	}
}

func where(pointer jsontext.Pointer) string {
	if pointer == "" {
		return "the top"
	}
	return string(pointer)
}

// plain shortens the library's errors to what a caller needs and never echoes a value.
func plain(err error) error {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		return semanticError(semantic)
	}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		if errors.Is(syntactic.Err, jsontext.ErrDuplicateName) {
			return fmt.Errorf("member %s is there twice", where(syntactic.JSONPointer))
		}
		return fmt.Errorf("malformed JSON at byte %d: %w", syntactic.ByteOffset, syntactic.Err)
	}
	return err
}

func semanticError(err *json.SemanticError) error {
	switch {
	case errors.Is(err.Err, json.ErrUnknownName):
		return fmt.Errorf("member %s is unknown", where(err.JSONPointer))
	case err.Err != nil:
		return fmt.Errorf("%s: %w", where(err.JSONPointer), err.Err)
	default:
		return fmt.Errorf("%s: a JSON %s does not fit here", where(err.JSONPointer), kind(err.JSONKind))
	}
}

// kind names a kind of JSON value.
func kind(k jsontext.Kind) string {
	switch k {
	case '[':
		return "list"
	case '{':
		return "object"
	default:
		return k.String()
	}
}

// private keeps the place of a mistake and drops everything that could hold a byte of the private value.
func private(err error) error {
	var fault *Fault
	if errors.As(err, &fault) {
		return fault
	}
	return errors.New("the private value is malformed")
}
