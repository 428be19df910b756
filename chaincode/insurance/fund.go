// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Fund is an account of this chaincode itself from which one firm's obligations are paid: the firm pays in as into any
// account, and its money leaves by the rules of this chaincode alone. A mandate would do the same for one payment a block,
// since each use of it is counted on one row; what a fund pays meets nothing, once its bank marked it as high-volume.
type Fund struct {
	Account  cash.AccountID `json:"account"`
	Owner    Firm           `json:"owner"`
	Currency money.Currency `json:"currency"`
	// Withdrawal is what one person of the owner wants taken out, until another agrees.
	Withdrawal *Withdrawal `json:"withdrawal,omitempty"`
	// Withdrawals counts those that were carried out.
	Withdrawals int `json:"withdrawals,omitzero"`
}

// Withdrawal is money that its owner takes out of a fund.
type Withdrawal struct {
	To     cash.AccountID `json:"to"`
	Amount money.Money    `json:"amount"`
	Maker  Person         `json:"maker"`
}

// FundKey names a fund by its account.
type FundKey struct {
	Account cash.AccountID `json:"account" help:"account of the chaincode insurance"`
}

// Key is the fund's place in a table.
func (k FundKey) Key() []string { return k.Account.Key() }

// Validate refuses a malformed name.
func (k FundKey) Validate() error { return k.Account.Validate() }

// FundKey is the fund's name.
func (f Fund) FundKey() FundKey { return FundKey{Account: f.Account} }

// WithdrawRequest asks to take money out of a fund of the caller.
type WithdrawRequest struct {
	FundKey
	To     cash.AccountID `json:"to" help:"account of the owner that receives"`
	Amount money.Money    `json:"amount" help:"what is taken out"`
}

// Validate refuses malformed members.
func (r WithdrawRequest) Validate() error {
	if r.Amount.Sign() <= 0 {
		return errors.New("amount is not above zero")
	}
	return errors.Join(r.FundKey.Validate(), r.To.Validate())
}

// OpenFund registers an account of this chaincode as the caller's fund, before any money is on it: whoever registers it is
// its owner. Faults: NOT_A_PARTY, ACCOUNT_REFUSED.
func OpenFund(account cash.Account, act Act) (Fund, []protocol.Event, error) {
	owner, err := act.Firm()
	if err != nil {
		return Fund{}, nil, err
	}
	if account.Kind != cash.ModuleOwned || account.Owner.Module != Module || !account.Posted.IsZero() || account.HighVolume() {
		return Fund{}, nil, AccountRefused.New("account %s is not an empty account of chaincode %s", account.ID, Module)
	}
	fund := Fund{Account: account.ID, Owner: owner, Currency: account.Currency}
	return fund, fund.told("OPEN"), nil
}

// ProposeWithdrawal is the first half of taking money out. Faults: NOT_YOURS, ACCOUNT_REFUSED, CURRENCY_MISMATCH.
func (f Fund) ProposeWithdrawal(r WithdrawRequest, to cash.Account, act Act) (Fund, []protocol.Event, error) {
	if err := act.By(f.Owner); err != nil {
		return f, nil, err
	}
	if r.Amount.Currency != f.Currency {
		return f, nil, CurrencyMismatch.New("fund %s is in %s", f.Account, f.Currency)
	}
	if err := Owned(to, f.Owner, f.Currency); err != nil {
		return f, nil, err
	}
	f.Withdrawal = &Withdrawal{To: r.To, Amount: r.Amount, Maker: act.Person()}
	return f, f.told("WITHDRAWING"), nil
}

// ApproveWithdrawal is the second half, by another person. Faults: NOT_YOURS, NOTHING_DUE, SAME_PERSON.
func (f Fund) ApproveWithdrawal(act Act) (Fund, cash.SettleRequest, []protocol.Event, error) {
	var settle cash.SettleRequest
	if err := act.By(f.Owner); err != nil {
		return f, settle, nil, err
	}
	if f.Withdrawal == nil {
		return f, settle, nil, NothingDue.New("nobody asked to take money out of fund %s", f.Account)
	}
	if err := act.Another(f.Withdrawal.Maker); err != nil {
		return f, settle, nil, err
	}
	settle.Legs = []cash.SettleLeg{Purse{Account: f.Account}.Leg(f.Withdrawal.To, f.Withdrawal.Amount, Withdrawals)}
	f.Withdrawal = nil
	f.Withdrawals++
	settle.ID = settlement("fund", string(f.Account), f.Withdrawals)
	return f, settle, f.told("OPEN"), nil
}

func (f Fund) told(status string) []protocol.Event {
	return []protocol.Event{FundChanged.Of(string(f.Account), StatusEvent{Status: status})}
}

// Pays refuses a purse that does not belong to a firm: an account of the firm with its mandate, or the firm's fund. Fund is
// the one that is registered under the account, if there is one. Without this check a rule would pay with the money of
// whoever gave this chaincode a mandate. Faults: ACCOUNT_REFUSED.
func (p Purse) Pays(account cash.Account, fund *Fund, owner Firm, currency money.Currency) error {
	if fund == nil {
		if p.Mandate == "" {
			return AccountRefused.New("account %s is no fund and has no mandate", p.Account)
		}
		return Owned(account, owner, currency)
	}
	if p.Mandate != "" || fund.Owner != owner || fund.Currency != currency {
		return AccountRefused.New("account %s is not a fund of %s in %s", p.Account, owner.Party, currency)
	}
	return nil
}
