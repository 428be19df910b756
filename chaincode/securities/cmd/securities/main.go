// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/securities/onchain"
)

func main() { ledger.Main(onchain.New) }
