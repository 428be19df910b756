// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// product is a chaincode that has commands.
type product struct {
	name      string
	summary   string
	endpoints []protocol.Endpoint
}

// catalogue lists the products. A new one adds its line.
func catalogue() []product {
	return []product{
		{"parties", "Members, parties, attestations, freezes: who is who", parties.Endpoints()},
		{"cash", "Tokenised deposits: accounts, payments, holds, mint and redemption", cash.Endpoints()},
		{"supplychain", "Receivables: orders, undertakings, slices, finance, the register of invoices", supplychain.Endpoints()},
		{"insurance", "Policies, premiums, claims, indexes and oracles, reinsurance", insurance.Endpoints()},
	}
}

// known finds an endpoint by its name.
func known(name string) (protocol.Endpoint, bool) {
	for _, p := range catalogue() {
		for _, e := range p.endpoints {
			if e.Name() == name {
				return e, true
			}
		}
	}
	return nil, false
}
