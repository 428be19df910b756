// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// canaries are what was planted, and who may keep each.
type canaries map[string][]string

// plant makes an opening whose every value is found again, for a holder of whom no transaction says anything.
func (c canaries) plant(m *market, custodian, holder string, quantity securities.Quantity) securities.Opening {
	opening := m.sealing(parties.PartyID(holder), quantity)
	opening.Custodian, opening.Account = custodian, securities.AccountID("canary-account-of-"+holder)
	c.keep(custodian, holder, string(opening.Account), `"`+quantity.String()+`"`, string(opening.Salt))
	return opening
}

// keep notes that a custodian may keep secrets, beside depository and regulator.
func (c canaries) keep(custodian string, secrets ...string) {
	for _, secret := range secrets {
		if !slices.Contains(c[secret], custodian) {
			c[secret] = append(c[secret], custodian)
		}
	}
}

// hold checks that no secret is on any block, in any public row, or with a member that is not to have it.
func (c canaries) hold(t testing.TB, m *market, beside ...string) {
	t.Helper()
	var state strings.Builder
	for _, kv := range m.World.Range(securities.Module, "", "") {
		state.WriteString(kv.Key)
		state.Write(kv.Value)
	}
	for secret, custodians := range c {
		require.Zero(t, m.Seen(t, secret), secret)
		require.NotContains(t, state.String(), secret)
		allowed := append([]string{csd, ruler}, custodians...)
		keepers := m.Keepers(securities.Module, secret)
		require.Subset(t, allowed, keepers, secret)
		for _, custodian := range append(custodians, beside...) {
			require.Contains(t, keepers, custodian, "the scan finds %s where it is kept", secret)
		}
	}
}

const ( // what is concealed of orchard, and into which parts it is cut; no hash has them between quotation marks
	units                = 314_159_265
	part, rest    int64  = 271_828_182, 42_331_083
	sold, kept    int64  = 161_803_398, 110_024_784
	velvet, amber string = "canary-velvet", "canary-amber"
)

// Whoever reads all blocks, or keeps other members' peers, finds no holder, no account, no quantity and no salt of units that
// are concealed: not while they pass from hand to hand over two custodians, not in what was refused, and not afterwards.
func TestConcealedUnitsAreOnNoBlock(t *testing.T) {
	terms := bondTerms(t)
	terms.Size = 10_000_000_000
	m, c := veiled(t, terms, units, 1000, 1000), canaries{}
	start := m.conceal(t, m.sealing("orchard", units))
	require.Positive(t, m.Seen(t, `"314159265"`), "what is concealed is public, and the scan finds it")

	toVelvet, toAmber := m.admission(parties.PartyID(velvet)), m.admission(parties.PartyID(amber))
	for _, admission := range []securities.SealedAdmission{toVelvet, toAmber} {
		stage.Do(t, m.keeper, securities.SealAdmissions, securities.SealAdmissionsRequest{Instrument: pooled, Admissions: []securities.SealedAdmission{admission}})
	}
	one := m.move(t, m.northDesk, start, []securities.Opening{
		c.plant(m, south, velvet, securities.Quantity(part)), c.plant(m, north, amber, securities.Quantity(rest)),
	}, toVelvet, toAmber)
	two := m.move(t, m.southDesk, one[:1], []securities.Opening{
		c.plant(m, north, amber, securities.Quantity(sold)), c.plant(m, south, velvet, securities.Quantity(kept)),
	}, toAmber)
	m.refuseCanaries(t, c, two[1], toAmber)
	joined := m.move(t, m.northDesk, []hidden{one[1], two[0]}, []securities.Opening{c.plant(m, north, amber, securities.Quantity(rest+sold))})
	frozen := m.decree(t, "W-1", two[1], securities.FreezeSealed)
	_, err := privately(m, m.keeper, securities.ObeyWrit, obeying(frozen, two[1]), witnesses...)
	require.NoError(t, err)
	m.proved(t, units)
	c.hold(t, m, csd, ruler)
	for _, admission := range []securities.SealedAdmission{toVelvet, toAmber} {
		require.Zero(t, m.Seen(t, string(admission.ID)))
		require.Equal(t, []string{csd}, m.Keepers(securities.Module, string(admission.Salt)))
	}
	require.NotContains(t, m.Keepers(securities.Module, amber), south, "which sold to it")
	require.Equal(t, []string{csd, north, ruler}, m.knows(t, joined[0]))
}

// refuseCanaries has moves refused for many a reason, and checks that no refusal says what is concealed. Refused proposals are
// on no block, but peers and gateways log them.
func (m *market) refuseCanaries(t testing.TB, c canaries, lot hidden, shown securities.SealedAdmission) {
	t.Helper()
	wrong := lot
	wrong.opening.Quantity--
	to := c.plant(m, south, velvet, lot.opening.Quantity)
	away := to
	away.Holder.Party, away.Salt = "canary-nobody", m.salt()
	locked := to
	locked.LockedUntil = day("2031-07-13")
	ended := shown
	ended.Until = day("2031-07-13")
	requests := []securities.MoveSealedRequest{
		moving(t, []hidden{wrong}, []securities.Opening{to}), moving(t, []hidden{lot}, []securities.Opening{away}, shown),
		moving(t, []hidden{lot}, []securities.Opening{to, away}), moving(t, []hidden{lot}, []securities.Opening{locked, to}, ended),
		moving(t, []hidden{lot, lot}, []securities.Opening{to}), moving(t, []hidden{lot}, []securities.Opening{away}, ended),
	}
	delete(c, string(to.Salt)) // the lot is never made
	for i, req := range requests {
		_, err := privately(m, m.southDesk, securities.MoveSealed, req, witnesses...)
		var fault *protocol.Fault
		require.True(t, errors.As(err, &fault), "%d: %v", i, err)
		for secret := range c {
			require.NotContains(t, fault.Error(), strings.Trim(secret, `"`), i)
		}
		require.NotContains(t, fault.Error(), "canary", i)
		require.NotContains(t, fault.Error(), "2031-07-13", i)
	}
}

// A move reads and writes nothing whose key would tell whose units move: neither an account nor an admission, and of the
// registry what members may do.
func TestAMoveReadsNobodysRow(t *testing.T) {
	m := three(t)
	lot, shown := m.conceal(t, m.sealing("orchard", 1000)), m.sealAdmission(t, "harbour")
	proposal, err := amongst(m.northDesk, securities.MoveSealed, moving(t, lot, []securities.Opening{m.sealing("harbour", 1000)}, shown), witnesses...)
	require.NoError(t, err)
	transaction, err := m.World.Endorse(m.northDesk.ID, proposal)
	require.NoError(t, err)
	tables := map[string]bool{}
	for _, space := range transaction.RWSet.Namespaces {
		for _, read := range space.Reads {
			tables[space.Namespace+":"+tableOf(read.Key)] = true
			require.NotContains(t, read.Key, "orchard")
			require.NotContains(t, read.Key, "harbour")
		}
		for _, write := range space.Writes {
			tables[space.Namespace+":"+tableOf(write.Key)] = true
		}
	}
	for _, table := range []string{"securities:sealedlot", "securities:sealedlot.custodian", "securities:instrument", "securities:_date", "securities:_once"} {
		require.True(t, tables[table], table)
		delete(tables, table)
	}
	require.Equal(t, map[string]bool{"parties:constitution": true}, tables)
}

func tableOf(key string) string {
	table, _, _ := strings.Cut(strings.TrimPrefix(key, "\x00"), "\x00")
	return table
}
