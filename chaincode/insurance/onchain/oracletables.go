// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger"
)

var (
	feeds        = ledger.NewTable("feed", func(f oracle.Feed) oracle.FeedID { return f.ID })
	rounds       = ledger.NewTable("round", func(r oracle.Round) oracle.RoundKey { return r.RoundKey })
	observations = ledger.NewTable("observation", oracle.Observation.ObservationKey)
)
