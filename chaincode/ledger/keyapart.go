// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// KeyApart leaves the members that are the row's key out of the stored value, and docType: they stand in the key already.
// Named are the JSON members that are the attributes of the key, all of them in that order; the row has to begin with them.
// For tables of many small rows, whose keys would be half of what they take in every block and on every peer.
func KeyApart[V any](members ...Member) TableOption[V] {
	return func(s *tableDraft[V]) {
		s.relation.apart = members
		s.relation.open(`{"v":`)
	}
}

// Member is a JSON member of a row that is an attribute of the row's key.
type Member struct {
	name string // as it begins in JSON: "NAME":
	json func(attribute string) ([]byte, error)
}

// Text is a member that the key holds as it is.
func Text(name string) Member {
	return Member{begun(name), func(attribute string) ([]byte, error) { return protocol.AppendText(nil, attribute) }}
}

// Number is a member that is a number, which the key holds with zeros before it, so that keys sort.
func Number(name string) Member {
	return Member{begun(name), func(attribute string) ([]byte, error) {
		digits := strings.TrimLeft(attribute[:len(attribute)-1], "0")
		return append([]byte(digits), attribute[len(attribute)-1]), nil
	}}
}

func begun(name string) string { return fmt.Sprintf("%q:", name) }

// store makes the stored value of a row.
func (t *Table[K, V]) store(composed string, row V) ([]byte, error) {
	if len(t.apart) == 0 {
		return t.encode(row)
	}
	lead, err := t.lead(composed)
	if err != nil {
		return nil, err
	}
	members, err := t.marshal(row)
	if err != nil {
		return nil, err
	}
	rest, begins := bytes.CutPrefix(members, lead)
	if !begins {
		return nil, fmt.Errorf("row of %s: it does not begin with its key, %s", t.name, lead)
	}
	return joined(t.header, object(rest)), nil
}

// restore reads a row from its stored value.
func (t *Table[K, V]) restore(composed string, stored []byte, row *V) error {
	if len(t.apart) == 0 {
		return t.decode(stored, row)
	}
	lead, err := t.lead(composed)
	if err != nil {
		return err
	}
	members, err := t.members(stored)
	if err != nil {
		return err
	}
	return t.unmarshal(joined(lead, members), row)
}

// lead is how the JSON of a row begins whose key is apart: a brace and the members of the key.
func (t *Table[K, V]) lead(composed string) ([]byte, error) {
	parts := attributesOf(composed)
	if len(parts) != len(t.apart) {
		return nil, fmt.Errorf("row of %s: its key has %d attributes, not %d", t.name, len(parts), len(t.apart))
	}
	lead := make([]byte, 0, 2*len(composed))
	for i, member := range t.apart {
		value, err := member.json(parts[i])
		if err != nil {
			return nil, fmt.Errorf("key of %s: %w", t.name, err)
		}
		lead = append(append(append(lead, ','), member.name...), value...)
	}
	lead[0] = '{'
	return lead, nil
}
