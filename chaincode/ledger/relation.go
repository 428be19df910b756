// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// relation is what tables and private tables share: a name and the form of the stored rows, which is
// {"docType":NAME,"v":VERSION,…members of V}, without docType where the key stands apart.
type relation struct {
	name    string
	version int
	opening []byte // {"docType":NAME,"v":
	header  []byte // the same with the version
	upgrade func(stored int, row []byte) ([]byte, error)
	apart   []Member // members that stand in the key alone: see [KeyApart]
}

func newRelation(name string, row reflect.Type) relation {
	if row.Kind() != reflect.Struct {
		panic("ledger: rows of table " + name + " are no struct")
	}
	r := relation{name: name, version: 1}
	r.open(fmt.Sprintf(`{"docType":%q,"v":`, name))
	return r
}

// open sets how stored rows begin.
func (r *relation) open(opening string) {
	r.opening = []byte(opening)
	r.header = strconv.AppendInt([]byte(opening), int64(r.version), 10)
}

// encode makes a stored row.
func (r *relation) encode(row any) ([]byte, error) {
	members, err := r.marshal(row)
	if err != nil {
		return nil, err
	}
	return joined(r.header, members), nil
}

func (r *relation) marshal(row any) ([]byte, error) {
	members, err := protocol.Marshal(row)
	if err != nil {
		return nil, fmt.Errorf("row of %s: %w", r.name, err)
	}
	return members, nil
}

// joined puts the members of an object that is still open before those of another.
func joined(open, object []byte) []byte {
	whole := make([]byte, 0, len(open)+len(object)+1)
	whole = append(whole, open...)
	if len(object) > len("{}") {
		whole = append(whole, ',')
	}
	return append(whole, object[1:]...)
}

// decode reads a stored row of this or an earlier version.
func (r *relation) decode(stored []byte, into any) error {
	members, err := r.members(stored)
	if err != nil {
		return err
	}
	return r.unmarshal(members, into)
}

func (r *relation) unmarshal(members []byte, into any) error {
	if err := protocol.UnmarshalStored(members, into); err != nil {
		return fmt.Errorf("row of %s: %w", r.name, err)
	}
	return nil
}

// members takes the header off a stored row.
func (r *relation) members(stored []byte) ([]byte, error) {
	if rest, same := bytes.CutPrefix(stored, r.header); same && len(rest) > 0 && (rest[0] == ',' || rest[0] == '}') {
		return object(rest), nil
	}
	rest, same := bytes.CutPrefix(stored, r.opening)
	end := bytes.IndexAny(rest, ",}")
	if !same || end < 0 {
		return nil, fmt.Errorf("row of %s: it is no row of this table", r.name)
	}
	version, err := strconv.Atoi(string(rest[:end]))
	if err != nil || version >= r.version || r.upgrade == nil {
		return nil, fmt.Errorf("row of %s: its version %.10q is unknown to this chaincode", r.name, rest[:end])
	}
	members, err := r.upgrade(version, object(rest[end:]))
	if err != nil {
		return nil, fmt.Errorf("row of %s, version %d: %w", r.name, version, err)
	}
	return members, nil
}

// object makes a JSON object of what follows a header: ",members}" or "}".
func object(rest []byte) []byte {
	if rest[0] == '}' {
		return []byte("{}")
	}
	return append([]byte{'{'}, rest[1:]...)
}
