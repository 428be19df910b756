// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
)

// Asked is a cover that somebody wants, and for how much.
type Asked struct {
	Cover CoverCode    `json:"cover" help:"cover of the product"`
	Sum   money.Amount `json:"sum" help:"sum insured, in minor units; in an endorsement zero ends the cover"`
}

// Answer is what a proposal says to one of a product's questions about the risk.
type Answer struct {
	Factor string `json:"factor" help:"the question"`
	Option string `json:"option" help:"the answer"`
}

func validateAsked(asked []Asked) error {
	if len(asked) > listMost {
		return fmt.Errorf("there are at most %d covers", listMost)
	}
	for i, ask := range asked {
		if err := ask.Cover.Validate(); err != nil {
			return err
		}
		twice := slices.ContainsFunc(asked[:i], func(before Asked) bool { return before.Cover == ask.Cover })
		if ask.Sum.Sign() < 0 || twice {
			return fmt.Errorf("cover %s is asked for twice, or for a sum below zero", ask.Cover)
		}
	}
	return nil
}

func validateAnswers(answers []Answer) error {
	if len(answers) > listMost {
		return fmt.Errorf("there are at most %d answers", listMost)
	}
	for i, answer := range answers {
		if err := errors.Join(validateName("factor", answer.Factor), validateName("option", answer.Option)); err != nil {
			return err
		}
		for _, before := range answers[:i] {
			if before.Factor == answer.Factor {
				return fmt.Errorf("factor %s is answered twice", answer.Factor)
			}
		}
	}
	return nil
}

// BrokerTerms name an intermediary and what it gets.
type BrokerTerms struct {
	Broker parties.PartyID `json:"broker" help:"the intermediary"`
	Part   decimal.Decimal `json:"part" help:"its part of the premium, such as 0.1"`
	Purse  Purse           `json:"purse" help:"account that receives commission and gives it back"`
}

// Validate refuses malformed members.
func (b BrokerTerms) Validate() error {
	if b.Part.Sign() <= 0 {
		return errors.New("an intermediary's part is above zero")
	}
	return errors.Join(b.Broker.Validate(), portion("part", b.Part, 1), b.Purse.Validate())
}
