// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/securities"
)

// DistributeUnits moves units from one account to many, free of payment.
func (c *Contract) DistributeUnits(tx *ledger.Tx, req securities.DistributeRequest) (*securities.Distributed, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	on, err := distributing(tx, req)
	if err != nil {
		return nil, err
	}
	moves, err := req.Distribute(on, do)
	if err != nil {
		return nil, err
	}
	return &securities.Distributed{Accounts: len(req.Parts)}, carry(tx, moves)
}

func distributing(tx *ledger.Tx, req securities.DistributeRequest) (on securities.Distributing, err error) {
	if on.Instrument, err = instruments.Get(tx, req.Instrument); err != nil {
		return on, err
	}
	if on.From, err = accounts.Get(tx, req.From); err != nil {
		return on, err
	}
	if on.Inputs, err = lots.GetMany(tx, securities.Keys(req.Instrument, req.Lots)); err != nil {
		return on, err
	}
	receivers, err := accounts.GetMany(tx, req.Receivers())
	if err != nil {
		return on, err
	}
	on.To, err = admitted(tx, req.Instrument, receivers)
	return on, err
}
