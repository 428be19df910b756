// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/consort-finance/consort/chaincode/insurance/onchain"
	"github.com/consort-finance/consort/chaincode/ledger"
)

func main() { ledger.Main(onchain.New) }
