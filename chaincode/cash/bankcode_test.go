// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

func TestLongestAssignedBankCodeDecides(t *testing.T) {
	iban := ident.MustIBAN("DE89370400440532013000")
	code := func(text, bank string) BankCode {
		return BankCode{BankCodeKey: BankCodeKey{Country: "DE", Code: text}, Servicer: bank}
	}
	require.NoError(t, services(ident.IBAN{}, nil, "north"), "an account without IBAN needs no code")
	require.ErrorIs(t, services(iban, nil, "north"), IBANRefused)
	require.NoError(t, services(iban, []BankCode{code("3704", "south"), code("37040044", "north")}, "north"))
	require.ErrorIs(t, services(iban, []BankCode{code("37040044", "north"), code("3704", "south")}, "south"), IBANRefused)
}

func TestBankCodesOfAnIBANAreItsBeginnings(t *testing.T) {
	keys := BankCodesOf(ident.MustIBAN("DE89370400440532013000"))
	require.Equal(t, BankCodeKey{Country: "DE", Code: "370400440532"}, keys[0])
	require.Equal(t, BankCodeKey{Country: "DE", Code: "37"}, keys[len(keys)-1])
	for _, key := range keys {
		require.NoError(t, key.Validate())
	}
	require.Empty(t, BankCodesOf(ident.IBAN{}))
}

func TestHoldLiesOnFewStripes(t *testing.T) {
	line := &line{account: Account{ID: "till", StripeCount: 64}, moved: make([]bool, 64)}
	for i := range 64 {
		line.stripes = append(line.stripes, Stripe{StripeKey: StripeKey{Account: "till", Stripe: i}, Position: Position{Posted: money.MustAmount(1)}})
	}
	_, err := line.reserve(money.MustAmount(PortionsMax + 1))
	require.ErrorIs(t, err, LegsLimit)
}
