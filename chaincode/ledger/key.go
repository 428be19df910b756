// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"strings"
	"unicode/utf8"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Key is the identifier of a row: the attributes of its composite key, in order. Identifiers are types of their own that
// implement it.
type Key interface{ Key() []string }

// attributeSizeMax bounds one attribute of a key, in bytes.
const attributeSizeMax = 256

// The two characters that Fabric's composite keys reserve: around every part of a key, and to end a range of keys.
const (
	delimiter = "\x00"
	beyond    = "\U0010FFFF"
)

// compose is Fabric's composite key (fabric-chaincode-go shim/stub.go): U+0000 before the table and after every part.
// An attribute with a delimiter in it could name a row of another table and is refused. Faults: INVALID_ARGUMENT.
func compose(table string, attributes []string) (string, error) {
	size := len(table) + 2 + len(attributes)
	for _, attribute := range attributes {
		size += len(attribute)
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteString(delimiter)
	b.WriteString(table)
	b.WriteString(delimiter)
	for _, attribute := range attributes {
		if !composable(attribute) {
			return "", protocol.InvalidArgument.New("an identifier in %s is longer than %d bytes or holds a character that no text has", table, attributeSizeMax)
		}
		b.WriteString(attribute)
		b.WriteString(delimiter)
	}
	return b.String(), nil
}

// composable tells whether a text can be a part of a key.
func composable(attribute string) bool {
	return len(attribute) <= attributeSizeMax && utf8.ValidString(attribute) &&
		!strings.Contains(attribute, delimiter) && !strings.Contains(attribute, beyond)
}

// attributesOf are the attributes that a key was composed of; none of them is empty.
func attributesOf(composed string) []string {
	return strings.Split(strings.Trim(composed, delimiter), delimiter)[1:]
}

// identify composes the key of a row. Empty attributes are refused: an identifier that was forgotten is none.
func identify(table string, key Key) (string, error) {
	attributes := key.Key()
	for _, attribute := range attributes {
		if attribute == "" {
			return "", protocol.InvalidArgument.New("an identifier in %s is empty", table)
		}
	}
	return compose(table, attributes)
}

// Row names a row of the public state, to be fetched before it is read.
type Row struct {
	key string
	err error
}
