// SPDX-License-Identifier: Apache-2.0

package insurance_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
)

func TestRowsOfClaimsComeBackAsTheyWent(t *testing.T) {
	stored[insurance.Claim](t)
	stored[insurance.Accumulated](t)
	stored[insurance.Assessment](t)
	stored[insurance.Decision](t)
	stored[insurance.Appeal](t)
	stored[insurance.ReserveMovement](t)
	stored[insurance.Payment](t)
	stored[insurance.CoinsuranceDue](t)
	stored[insurance.Authority](t)
	stored[insurance.Recovery](t)
	stored[insurance.Evidence](t)
	stored[insurance.Document](t)
	stored[insurance.Subject](t)
	stored[insurance.Personal](t)
	stored[insurance.LossEpoch](t)
	stored[insurance.LossEntry](t)
	stored[insurance.DuplicateCase](t)
}

func TestRowsOfTriggersComeBackAsTheyWent(t *testing.T) {
	stored[insurance.Awaited](t)
	stored[insurance.Due](t)
	stored[insurance.Evaluation](t)
	stored[oracle.Feed](t)
	stored[oracle.Round](t)
	stored[oracle.Observation](t)
}
