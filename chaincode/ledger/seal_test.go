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
	sealsOf  = protocol.Evaluate[noteID, sealing]("pacts:Seals").By(role.Anyone).Doc("Tells who sealed a pact.")
	readPact = protocol.Evaluate[noteID, pact]("pacts:Read").By(role.Anyone).Doc("Answers a pact.")
	listPact = protocol.Evaluate[listing, protocol.Page[pact]]("pacts:List").By(role.Anyone).Doc("Lists pacts.")

	sealed = ledger.NewTable("pact", pact.key, ledger.SealedBy(func(p pact) []string { return p.Sides }))
	// spoilPact and copies are of a program of one member alone.
	spoilPact = protocol.Submit[noteID, answer]("pacts:Spoil").By(role.Anyone).InOwnCollection().Doc("Deletes the caller's own copy.")
	copies    = ledger.NewPrivate("pact", pact.key)
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

func (c pactContract) Seals(q *ledger.Query, req noteID) (*sealing, error) {
	seals, err := c.rows.Seals(q, req)
	return &sealing{seals}, err
}

func (c pactContract) Read(q *ledger.Query, req noteID) (*pact, error) {
	return ledger.Answer(c.rows.Get(q, req))
}

func (c pactContract) List(q *ledger.Query, req listing) (*protocol.Page[pact], error) {
	return ledger.Answer(c.rows.Page(q, nil, req.PageRequest))
}

type sealing struct {
	Seals []protocol.Seal `json:"seals"`
}

type spoiler struct{}

func (spoiler) Spoil(tx *ledger.Tx, req noteID) (*answer, error) {
	return &answer{}, copies.Delete(tx, ledger.OwnCollection(tx.Facts().Caller.MSP), req)
}

func (c *channel) seals(t *testing.T) []protocol.Seal {
	t.Helper()
	answer, err := ask(c, c.bob, sealsOf, "a")
	require.NoError(t, err)
	return answer.Seals
}

// deployPacts runs a program with the pacts of a table: the members' own, or another one.
func (c *channel) deployPacts(t *testing.T, rows *ledger.Table[noteID, pact]) {
	t.Helper()
	c.deploy(t, "pacts", pactContract{rows}, []protocol.Endpoint{makePact, swapPact, turnPact, endPact, sealsOf, readPact, listPact})
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

// The others go on without a member that has left the channel, and nobody agrees for one that never was.
func TestAMemberThatHasLeftIsNotAskedForItsSeal(t *testing.T) {
	c := newChannel(t)
	c.deployPacts(t, unsealed)
	require.NoError(t, by(t, c, makePact, between("one", "GoneMSP")))
	c.deployPacts(t, sealed)
	require.Equal(t, []protocol.Seal{{MSP: "GoneMSP"}}, c.seals(t))
	require.NoError(t, by(t, c, turnPact, between("two", "GoneMSP", south)))
	require.Equal(t, []protocol.Seal{{MSP: "GoneMSP"}, {MSP: south, Intact: true}}, c.seals(t))
	require.Error(t, by(t, c, turnPact, between("three", south, "NowhereMSP")))
	require.NoError(t, by(t, c, turnPact, between("three", south)))
	other := between("four", "GoneMSP")
	other.ID = "b"
	require.Error(t, by(t, c, makePact, other))
}

// Two of three members run a program that writes the public row alone: what was agreed is in the collection of the third.
func TestARowChangedPastItsSealsShows(t *testing.T) {
	c := newChannel(t)
	c.deployPacts(t, sealed)
	require.NoError(t, by(t, c, makePact, between("ours", south), north, south))
	require.Equal(t, []protocol.Seal{{MSP: south, Intact: true}}, c.seals(t))
	c.deployPacts(t, unsealed)
	require.NoError(t, by(t, c, turnPact, between("theirs", south), north, ruler))
	c.deployPacts(t, sealed)
	require.Equal(t, []protocol.Seal{{MSP: south}}, c.seals(t))
	require.Contains(t, string(c.PrivateState(south, "pacts", ledger.OwnCollection(south), "\x00pact\x00a\x00")), "ours")
	require.NoError(t, by(t, c, turnPact, between("agreed", south), north, south))
	require.Equal(t, []protocol.Seal{{MSP: south, Intact: true}}, c.seals(t))
}

// A member that runs another program can spoil its own copy, alone. That is its own loss, and stops nobody else.
func TestAMemberThatSpoilsItsCopyStopsNobody(t *testing.T) {
	c := newChannel(t)
	c.deployPacts(t, sealed)
	require.NoError(t, by(t, c, makePact, between("one", north, south)))
	c.deploy(t, "pacts", spoiler{}, []protocol.Endpoint{spoilPact})
	require.NoError(t, by(t, c, spoilPact, "a", north))
	c.deployPacts(t, sealed)
	require.Equal(t, []protocol.Seal{{MSP: north}, {MSP: south, Intact: true}}, c.seals(t))
	require.NoError(t, by(t, c, turnPact, between("two", north, south)))
	require.Equal(t, []protocol.Seal{{MSP: north, Intact: true}, {MSP: south, Intact: true}}, c.seals(t))
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
