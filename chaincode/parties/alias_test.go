// SPDX-License-Identifier: Apache-2.0

package parties_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// A supplier hides from its customers' customers behind an alias, and shows itself to whom it chooses.
func Example_alias() {
	opening := parties.Opening{Salt: "000102030405060708090a0b0c0d0e0f", Scheme: parties.LEI, Identifier: "5493000IBP32UQZ0KL24"}
	hash, err := opening.Hash()
	if err != nil {
		panic(err)
	}
	request := parties.RegisterRequest{ID: "p-7f3a9c", Kind: parties.LegalEntity, Scheme: parties.SaltedHash, Identifier: hash}
	alias, _ := parties.Register(request, by("SouthbankMSP"))
	fmt.Println(request.Validate(), alias.Alias(), alias.Opens(opening))
	opening.Salt = "0f0e0d0c0b0a09080706050403020100"
	fmt.Println(alias.Opens(opening))
	// Output:
	// <nil> true <nil>
	// PREIMAGE_REFUSED: the opening is not that of party p-7f3a9c
}

func TestOpeningsAreSaltedAndOfLegalEntities(t *testing.T) {
	good := parties.Opening{Salt: "000102030405060708090a0b0c0d0e0f", Scheme: parties.USCC, Identifier: "91350100M000100Y43"}
	require.NoError(t, good.Validate())
	for name, change := range map[string]func(*parties.Opening){
		"no salt":          func(o *parties.Opening) { o.Salt = "" },
		"a short salt":     func(o *parties.Opening) { o.Salt = "00010203" },
		"upper-case salt":  func(o *parties.Opening) { o.Salt = "000102030405060708090A0B0C0D0E0F" },
		"a check digit":    func(o *parties.Opening) { o.Identifier = "91350100M000100Y4Z" },
		"another scheme":   func(o *parties.Opening) { o.Scheme = parties.LEI },
		"an alias's alias": func(o *parties.Opening) { o.Scheme, o.Identifier = parties.SaltedHash, commitment },
	} {
		t.Run(name, func(t *testing.T) {
			changed := good
			change(&changed)
			require.Error(t, changed.Validate())
		})
	}
}

// Who is no alias has nothing to open, whatever its identifier is.
func TestOnlyAliasesAreOpened(t *testing.T) {
	opening := parties.Opening{Salt: "000102030405060708090a0b0c0d0e0f", Scheme: parties.LEI, Identifier: "5493000IBP32UQZ0KL24"}
	hash, err := opening.Hash()
	require.NoError(t, err)
	person := parties.Party{ID: "p-1", Kind: parties.NaturalPerson, Scheme: parties.SaltedHash, Identifier: hash}
	require.ErrorIs(t, person.Opens(opening), protocol.PreimageRefused)
	require.ErrorIs(t, parties.Party{ID: "a-1", Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: hash}.Opens(opening), protocol.PreimageRefused)
}
