// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// pact is a row that its sides seal.
type pact struct {
	ID    noteID   `json:"id"`
	Terms string   `json:"terms"`
	Sides []string `json:"sides"`
}

func (p pact) key() noteID { return p.ID }

func (p pact) Validate() error { return p.ID.Validate() }

var (
	makePact = protocol.Submit[pact, pact]("pacts:Make").By(role.Anyone).Doc("Makes a pact.")
	swapPact = protocol.Submit[noteID, pact]("pacts:Swap").By(role.Anyone).Doc("Puts the regulator in the place of the first side.")
	turnPact = protocol.Submit[pact, pact]("pacts:Turn").By(role.Anyone).Doc("Changes a pact.")
	endPact  = protocol.Submit[noteID, answer]("pacts:End").By(role.Anyone).Doc("Ends a pact.")
	readPact = protocol.Evaluate[noteID, pact]("pacts:Read").By(role.Anyone).Doc("Answers a pact.")
	listPact = protocol.Evaluate[listing, protocol.Page[pact]]("pacts:List").By(role.Anyone).Doc("Lists pacts.")

	sealed = ledger.NewTable("pact", pact.key, ledger.SealedBy(func(p pact) []string { return p.Sides }))
	// unsealed is the same table in a program that takes no notice of seals.
	unsealed = ledger.NewTable("pact", pact.key)
)

type pactContract struct{ rows *ledger.Table[noteID, pact] }

func (c pactContract) Make(tx *ledger.Tx, req pact) (*pact, error) {
	return &req, c.rows.Insert(tx, req)
}

func (c pactContract) Turn(tx *ledger.Tx, req pact) (*pact, error) {
	if _, err := c.rows.Get(tx, req.ID); err != nil {
		return nil, err
	}
	return &req, c.rows.Update(tx, req)
}

// Swap changes the row that it read where it is.
func (c pactContract) Swap(tx *ledger.Tx, req noteID) (*pact, error) {
	row, err := c.rows.Get(tx, req)
	if err != nil {
		return nil, err
	}
	row.Sides[0] = ruler
	return &row, c.rows.Update(tx, row)
}

func (c pactContract) End(tx *ledger.Tx, req noteID) (*answer, error) {
	return &answer{}, c.rows.Delete(tx, req)
}

func (c pactContract) Read(q *ledger.Query, req noteID) (*pact, error) {
	return ledger.Answer(c.rows.Get(q, req))
}

func (c pactContract) List(q *ledger.Query, req listing) (*protocol.Page[pact], error) {
	return ledger.Answer(c.rows.Page(q, nil, req.PageRequest))
}

// deployPacts runs a program with the pacts of a table: the members' own, or another one.
func (c *channel) deployPacts(t *testing.T, rows *ledger.Table[noteID, pact]) {
	t.Helper()
	c.deploy(t, "pacts", pactContract{rows}, []protocol.Endpoint{makePact, swapPact, turnPact, endPact, readPact, listPact})
}

func between(terms string, sides ...string) pact { return pact{ID: "a", Terms: terms, Sides: sides} }

const north, south, ruler = "NorthbankMSP", "SouthbankMSP", "RegulatorMSP"

// by submits with endorsements of these members alone.
func by[Req protocol.Request, Res any](t *testing.T, c *channel, e protocol.SubmitEndpoint[Req, Res], req Req, endorsers ...string) error {
	t.Helper()
	proposal, err := propose[Req, Res](e, req, fmt.Sprint("r-", c.Height(north)))
	require.NoError(t, err)
	proposal.Endorsers = endorsers
	_, err = c.Invoke(c.alice, proposal)
	return asFault(err)
}

// Fabric asks nobody whom a key-level policy names when the row is made; seals do, and whenever it changes.
func TestNothingHappensToASealedRowPastItsMembers(t *testing.T) {
	c := newChannel(t)
	c.deployPacts(t, sealed)
	const past = "ENDORSEMENT_POLICY_FAILURE"
	require.ErrorContains(t, by(t, c, makePact, between("one", south), north, ruler), past)
	require.NoError(t, by(t, c, makePact, between("one", south), north, south))
	require.ErrorContains(t, by(t, c, turnPact, between("two", south), north, ruler), past)
	require.NoError(t, by(t, c, turnPact, between("two", south, ruler)), "the gateway finds the endorsers")
	require.ErrorContains(t, by(t, c, turnPact, between("two", ruler), north, ruler), past, "nor does a side lose its seal")
	require.NoError(t, by(t, c, turnPact, between("three", ruler), south, ruler))
	require.Empty(t, c.PrivateHash("pacts", ledger.OwnCollection(south), "\x00pact\x00a\x00"))
	require.ErrorContains(t, by(t, c, endPact, "a", north, south), past)
	require.NoError(t, by(t, c, endPact, "a", north, ruler))
	require.Empty(t, c.PrivateHash("pacts", ledger.OwnCollection(ruler), "\x00pact\x00a\x00"))
}

// A method may change what it read where it is; who sealed it is not forgotten by that.
func TestWhoSealedARowIsKnownWhateverBecomesOfIt(t *testing.T) {
	c := newChannel(t)
	c.deployPacts(t, sealed)
	require.NoError(t, by(t, c, makePact, between("one", south)))
	require.ErrorContains(t, by(t, c, swapPact, "a", north, ruler), "ENDORSEMENT_POLICY_FAILURE")
	require.NoError(t, by(t, c, swapPact, "a", south, ruler))
}

// What a member sealed stays readable when it has left the channel, and the others go on without it.
func TestAMemberThatHasLeftIsNotAskedForItsSeal(t *testing.T) {
	c := newChannel(t)
	c.deployPacts(t, unsealed)
	require.NoError(t, by(t, c, makePact, between("one", "GoneMSP")))
	c.deployPacts(t, sealed)
	_, err := ask(c, c.bob, readPact, "a")
	require.NoError(t, err)
	require.NoError(t, by(t, c, turnPact, between("two", "GoneMSP", south)))
	require.NotEmpty(t, c.PrivateHash("pacts", ledger.OwnCollection(south), "\x00pact\x00a\x00"))
	require.NoError(t, by(t, c, turnPact, between("three", south)))
	require.Error(t, by(t, c, turnPact, between("four", south, "NowhereMSP")), "nobody agrees for a member that never was")
}

// Two of three members run a program that writes the public row alone.
func TestARowChangedPastItsSealsIsRefused(t *testing.T) {
	c := newChannel(t)
	c.deployPacts(t, sealed)
	require.NoError(t, by(t, c, makePact, between("ours", south), north, south))
	c.deployPacts(t, unsealed)
	require.NoError(t, by(t, c, turnPact, between("theirs", south), north, ruler))
	c.deployPacts(t, sealed)
	_, err := ask(c, c.bob, readPact, "a")
	require.ErrorIs(t, err, protocol.SealBroken)
	_, err = ask(c, c.bob, listPact, listing{})
	require.ErrorIs(t, err, protocol.SealBroken)
	require.ErrorIs(t, by(t, c, turnPact, between("mine", south)), protocol.SealBroken)
	require.ErrorIs(t, by(t, c, endPact, "a"), protocol.SealBroken)
	require.Contains(t, string(c.PrivateState(south, "pacts", ledger.OwnCollection(south), "\x00pact\x00a\x00")), "ours",
		"the member still has what was agreed")
}

func TestASealedRowIsReadAsItIsWritten(t *testing.T) {
	c := newChannel(t)
	c.deployPacts(t, sealed)
	require.NoError(t, by(t, c, makePact, between("one", south, ruler)))
	one, err := ask(c, c.alice, readPact, "a")
	require.NoError(t, err)
	require.Equal(t, between("one", south, ruler), *one)
	all, err := ask(c, c.bob, listPact, listing{})
	require.NoError(t, err)
	require.Len(t, all.Items, 1)
}
