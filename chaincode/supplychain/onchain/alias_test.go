// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"bytes"
	"encoding/pem"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// veiled is a supplier that nobody but its bank recognises.
type veiled struct {
	*stage.Actor
	lei     ident.LEI
	opening parties.Opening
}

// veil registers an alias, p-7f3a9c, of a supplier that Southbank hosts, with an account of that name.
func (m *market) veil(t testing.TB) veiled {
	t.Helper()
	lei, err := ident.NewLEI("549300CANARYLTD777")
	require.NoError(t, err)
	opening := parties.Opening{Salt: "c0ffee0102030405060708090a0b0c0d", Scheme: parties.LEI, Identifier: lei.String()}
	hash, err := opening.Hash()
	require.NoError(t, err)
	stage.Do(t, m.officers[2], parties.RegisterParty, parties.RegisterRequest{
		ID: "p-7f3a9c", Kind: parties.LegalEntity, Scheme: parties.SaltedHash, Identifier: hash,
	})
	clerk := m.Actor(south, "clerk", "", role.AccountServicer)
	stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: "p-7f3a9c", Currency: money.MustCurrency("EUR"), Party: "p-7f3a9c", Host: south})
	return veiled{m.Actor(south, "c-58d1", "p-7f3a9c", role.Supplier), lei, opening}
}

// A legal entity holds the anchor's paper under an alias, has a part financed and is paid the rest, and nothing on any
// ledger tells who it is: the anchor sees that somebody hosted by Southbank holds its paper. At presentation the holder
// shows its opening, and the anchor's own peer says that it is the holder's.
func TestDownstreamHolderIsKnownToItsHostAlone(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	holder := m.veil(t)
	m.pass(t, "A", 1, units(1, 50_000_000), m.one, holder.Actor, "p-7f3a9c")
	request := m.agree(t, "deal", key("A", 1), units(1, 20_000_000), supplychain.Factoring, holder.Actor, m.southDesk, "southbank", buying("0.06"))
	stage.Do(t, m.southDesk, supplychain.FundDeal, request)
	m.roll(t, maturity)
	stage.Do(t, m.maker, supplychain.Collect, collect("A", "1000000.00"))
	m.distribute(t, "A")
	m.has(t, "p-7f3a9c", "498000.00")

	require.Equal(t, supplychain.Firm{Party: "p-7f3a9c", Host: south}, m.slice(t, "A", 20_000_001).Holder)
	presented := parties.AliasRequest{Party: "p-7f3a9c", Opening: holder.opening}
	require.Equal(t, south, stage.Do(t, m.maker, parties.VerifyAlias, presented).Host)
	presented.Opening.Salt = "c0ffee0102030405060708090a0b0c0e"
	stage.Refused(t, m.maker, parties.VerifyAlias, presented, protocol.PreimageRefused)
	for _, secret := range []string{holder.lei.String(), string(holder.opening.Salt)} {
		require.Zero(t, m.everywhere(t, secret), secret)
	}
	require.Positive(t, m.everywhere(t, "p-7f3a9c"), "the scan finds what is public")
}

// everywhere counts where a text stands: in transactions as a whole, their creators' certificates included, and in any
// member's private collection.
func (m *market) everywhere(t testing.TB, text string) int {
	t.Helper()
	found := m.Seen(t, text) + len(m.Keepers(supplychain.Module, text))
	for _, block := range m.World.Blocks(0) {
		for _, tx := range block.Transactions {
			_, certificate, _ := bytes.Cut(tx.Creator.Creator(), []byte("-----BEGIN"))
			parsed, _ := pem.Decode(append([]byte("-----BEGIN"), certificate...))
			require.NotNil(t, parsed)
			if bytes.Contains(parsed.Bytes, []byte(text)) {
				found++
			}
		}
	}
	return found
}

// What an alias cannot do: be the supplier of an invoice that is financed, since the register compares legal entities.
func TestAliasIsNoSupplierOfTheRegister(t *testing.T) {
	m := opened(t)
	m.veil(t)
	bill := m.bill(t, "A", "INV-A", "1000.00")
	alias := parties.Party{ID: "p-7f3a9c", Kind: parties.LegalEntity, Scheme: parties.SaltedHash}
	_, err := bill.Document(alias, *stage.Do(t, m.one, parties.GetParty, "motors"))
	require.ErrorIs(t, err, supplychain.FirmRefused)
}
