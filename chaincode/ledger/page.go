// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
)

// Page lists the rows whose keys begin with the given attributes, in the order of their keys. Faults: INVALID_ARGUMENT.
func (t *Table[K, V]) Page(q *Query, prefix []string, page protocol.PageRequest) (protocol.Page[V], error) {
	found, next, err := q.session.scan(t.name, prefix, page)
	if err != nil {
		return protocol.Page[V]{}, err
	}
	rows := make([]V, len(found))
	for i, row := range found {
		if err := t.restore(row.key, row.value, &rows[i]); err != nil {
			return protocol.Page[V]{}, err
		}
	}
	return protocol.Page[V]{Items: rows, Next: next}, nil
}

// PageBy lists the rows whose attributes in an index begin with the given ones, in the order of the index.
// Faults: INVALID_ARGUMENT.
func (t *Table[K, V]) PageBy(q *Query, index string, prefix []string, page protocol.PageRequest) (protocol.Page[V], error) {
	at := slices.IndexFunc(t.indexes, t.named(index))
	if at < 0 {
		return protocol.Page[V]{}, fmt.Errorf("table %s has no index %s", t.name, index)
	}
	found, next, err := q.session.scan(t.indexes[at].table, prefix, page)
	if err != nil {
		return protocol.Page[V]{}, err
	}
	rows, err := t.targets(q, found)
	return protocol.Page[V]{Items: rows, Next: next}, err
}

func (t *Table[K, V]) named(name string) func(index[V]) bool {
	return func(ix index[V]) bool { return ix.name == name }
}

// targets reads the rows that index entries lead to.
func (t *Table[K, V]) targets(q *Query, entries []scanned) ([]V, error) {
	names := make([]Row, len(entries))
	for i, entry := range entries {
		main, err := t.listed(entry)
		if err != nil {
			return nil, err
		}
		names[i] = Row{key: main}
	}
	if err := q.session.fetch(names); err != nil {
		return nil, err
	}
	rows := make([]V, len(names))
	for i, name := range names {
		row, found, err := t.at(q.session, name.key)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, fmt.Errorf("index of %s leads nowhere", t.name)
		}
		rows[i] = row
	}
	return rows, nil
}

// scanned is what a scan found.
type scanned struct {
	key   string
	value []byte
}

// scan reads one page of what is below a prefix.
func (s *session) scan(table string, prefix []string, page protocol.PageRequest) (found []scanned, next string, err error) {
	if err := page.Validate(); err != nil {
		return nil, "", asInvalid(err)
	}
	start, err := compose(table, prefix)
	if err != nil {
		return nil, "", err
	}
	bookmark, err := readBookmark(start, page.After)
	if err != nil {
		return nil, "", err
	}
	iterator, metadata, err := s.stub.GetStateByPartialCompositeKeyWithPagination(table, prefix, int32(page.Limit()), bookmark)
	if err != nil {
		return nil, "", fmt.Errorf("scan of %s: %w", table, err)
	}
	defer func() { err = errors.Join(err, iterator.Close()) }()
	for iterator.HasNext() {
		row, err := iterator.Next()
		if err != nil {
			return nil, "", fmt.Errorf("scan of %s: %w", table, err)
		}
		found = append(found, scanned{row.GetKey(), row.GetValue()})
	}
	next, err = writeBookmark(start, metadata.GetBookmark())
	return found, next, err
}

// A bookmark of Fabric's is the key at which the next page begins. Callers get and give only what comes after the
// prefix, so that nobody can have a scan begin in another table.
func readBookmark(start, after string) (string, error) {
	if after == "" {
		return "", nil
	}
	rest, err := base64.RawURLEncoding.DecodeString(after)
	if err != nil || !utf8.Valid(rest) {
		return "", protocol.InvalidArgument.New("after is not the next of a page")
	}
	return start + string(rest), nil
}

func writeBookmark(start, bookmark string) (string, error) {
	if bookmark == "" {
		return "", nil
	}
	rest, below := strings.CutPrefix(bookmark, start)
	if !below {
		return "", errors.New("scan: the bookmark is not below the prefix")
	}
	return base64.RawURLEncoding.EncodeToString([]byte(rest)), nil
}

// Revision is one value that a row had.
type Revision[V any] struct {
	TxID    string    `json:"txId"`
	Time    time.Time `json:"time"`
	Deleted bool      `json:"deleted,omitzero"`
	// Value is the zero V when the row was deleted.
	Value V `json:"value"`
}

// History lists the values that a row had, the newest first, at most [protocol.PageSizeMax]; [Table.HistoryPage] has
// the rest. Times are the clients'.
func (t *Table[K, V]) History(q *Query, key K) ([]Revision[V], error) {
	page, err := t.HistoryPage(q, key, protocol.PageRequest{Size: protocol.PageSizeMax})
	return page.Items, err
}

// HistoryPage lists one page of the values that a row had, the newest first. Its Next is the last transaction listed.
func (t *Table[K, V]) HistoryPage(q *Query, key K, page protocol.PageRequest) (protocol.Page[Revision[V]], error) {
	result := protocol.Page[Revision[V]]{Items: []Revision[V]{}}
	main := t.Row(key)
	if err := errors.Join(main.err, page.Validate()); err != nil {
		return result, asInvalid(err)
	}
	iterator, err := q.session.stub.GetHistoryForKey(main.key)
	if err != nil {
		return result, fmt.Errorf("history of %s: %w", t.name, err)
	}
	err = t.revisions(main.key, iterator, page, &result)
	return result, errors.Join(err, iterator.Close())
}

func (t *Table[K, V]) revisions(composed string, iterator shim.HistoryQueryIteratorInterface, page protocol.PageRequest, result *protocol.Page[Revision[V]]) error {
	skipping := page.After != ""
	for iterator.HasNext() {
		change, err := iterator.Next()
		if err != nil {
			return fmt.Errorf("history of %s: %w", t.name, err)
		}
		if skipping {
			skipping = change.GetTxId() != page.After
			continue
		}
		if len(result.Items) == page.Limit() {
			result.Next = result.Items[len(result.Items)-1].TxID
			return nil
		}
		revision := Revision[V]{TxID: change.GetTxId(), Time: change.GetTimestamp().AsTime(), Deleted: change.GetIsDelete()}
		if !revision.Deleted {
			if err := t.restore(composed, change.GetValue(), &revision.Value); err != nil {
				return err
			}
		}
		result.Items = append(result.Items, revision)
	}
	if skipping {
		return protocol.InvalidArgument.New("after is not the next of a page")
	}
	return nil
}
