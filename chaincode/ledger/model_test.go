// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// step is one operation on the table of notes; a script of them runs in one transaction.
type step struct {
	Op    string `json:"op"`
	ID    noteID `json:"id"`
	Title string `json:"title,omitzero"`
	Owner string `json:"owner,omitzero"`
}

type script struct {
	Steps []step `json:"steps"`
}

func (script) Validate() error { return nil }

type outcomes struct {
	Outcomes []string `json:"outcomes"`
}

var scriptEndpoint = protocol.Submit[script, outcomes]("script:Run").By(role.Anyone).Doc("Runs a script.")

type scriptContract struct{}

func (scriptContract) Run(tx *ledger.Tx, s script) (*outcomes, error) {
	out := &outcomes{}
	for _, st := range s.Steps {
		code, err := st.run(tx)
		if err != nil {
			return nil, err
		}
		out.Outcomes = append(out.Outcomes, code)
	}
	return out, nil
}

// run carries a step out and answers the code of its fault, or what it found.
func (st step) run(tx *ledger.Tx) (string, error) {
	n := note{ID: st.ID, Title: st.Title, Owner: st.Owner}
	var err error
	switch st.Op {
	case "insert":
		err = notes.Insert(tx, n)
	case "update":
		if _, err = notes.Get(tx, st.ID); err == nil {
			err = notes.Update(tx, n)
		}
	case "delete":
		err = notes.Delete(tx, st.ID)
	case "lookup":
		found, is, err := notes.Lookup(tx, "title", st.Title)
		return fmt.Sprint(is, " ", found.ID), err
	}
	var fault *protocol.Fault
	if errors.As(err, &fault) {
		return fault.Code, nil
	}
	return "done", err
}

// model is the table as a map.
type model map[noteID]note

func (m model) titled(title string) (noteID, bool) {
	for id, n := range m {
		if title != "" && n.Title == title {
			return id, true
		}
	}
	return "", false
}

func (m model) run(st step) string {
	n := note{ID: st.ID, Title: st.Title, Owner: st.Owner}
	_, there := m[st.ID]
	holder, taken := m.titled(st.Title)
	switch {
	case st.Op == "lookup":
		return fmt.Sprint(taken, " ", holder)
	case st.Op == "insert" && there, st.Op == "insert" && taken, st.Op == "update" && there && taken && holder != st.ID:
		return "ALREADY_EXISTS"
	case st.Op != "insert" && !there:
		return "NOT_FOUND"
	case st.Op == "delete":
		delete(m, st.ID)
	default:
		m[st.ID] = n
	}
	return "done"
}

// keys counts the rows and entries that the model's notes have.
func (m model) keys() int {
	keys := 0
	for _, n := range m {
		keys++
		if n.Title != "" {
			keys++
		}
		if n.Owner != "" {
			keys++
		}
	}
	return keys
}

func TestTableBehavesLikeAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := ledgertest.New(ledgertest.Orgs("NorthbankMSP"))
		alice := w.Identity("NorthbankMSP", "alice", nil)
		w.Deploy("script", func(msp string) shim.Chaincode {
			cc, err := ledger.New("script", ledger.House{Now: w.Clock(msp)}, scriptContract{}, []protocol.Endpoint{scriptEndpoint})
			require.NoError(t, err)
			return cc
		})
		m := model{}
		transactions := rapid.IntRange(1, 6).Draw(t, "transactions")
		for i := range transactions {
			s := script{rapid.SliceOfN(steps(), 1, 8).Draw(t, "steps")}
			var expected []string
			for _, st := range s.Steps {
				expected = append(expected, m.run(st))
			}
			proposal, err := propose[script, outcomes](scriptEndpoint, s, fmt.Sprint("r", i))
			require.NoError(t, err)
			result, err := w.Invoke(alice, proposal)
			require.NoError(t, err)
			got, err := scriptEndpoint.Read(result.Payload)
			require.NoError(t, err)
			require.Equal(t, expected, got.Outcomes)
		}
		require.Len(t, w.Keys("script"), m.keys()+transactions, "no entry is left behind, none is missing")
	})
}

func steps() *rapid.Generator[step] {
	return rapid.Custom(func(t *rapid.T) step {
		return step{
			Op:    rapid.SampledFrom([]string{"insert", "update", "delete", "lookup"}).Draw(t, "op"),
			ID:    rapid.SampledFrom([]noteID{"a", "b", "c"}).Draw(t, "id"),
			Title: rapid.SampledFrom([]string{"", "x", "y", "z"}).Draw(t, "title"),
			Owner: rapid.SampledFrom([]string{"", "P", "Q"}).Draw(t, "owner"),
		}
	})
}
