// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) money() []story.Step {
	steps := []story.Step{
		story.Do("banks open accounts for their customers, one currency each", c.open),
	}
	if !c.registered {
		steps = append(steps, story.Do("the chaincode probe, which no resolution names, tries to settle", c.unregistered))
	}
	return append(steps,
		story.Do(c.majority()+" let probe settle, from its function "+entryPoint+" alone", c.moduleMotion().carry),
		story.Do("the regulator attests the reserves behind each bank's deposits", c.attest),
		story.Do("northbank's maker asks for new money and approves it alone", c.mintAlone),
		story.Do("maker and checker, two people of a bank, issue money together", c.mint),
		story.Do("northbank issues more than its reserve", c.mintBeyond),
	)
}

// open opens all accounts at once.
func (c *chapter) open(ctx context.Context) (string, error) {
	group, opening := errgroup.WithContext(ctx)
	for _, a := range c.accounts {
		group.Go(func() error {
			_, err := story.Submit(opening, c.Stage, a.bank, cash.OpenAccount, cash.OpenRequest{
				ID: a.id, Currency: euro, Party: a.party(), Host: c.MSP(a.owner.Member()),
			})
			return err
		})
	}
	return fmt.Sprintf("%d accounts at 2 banks", len(c.accounts)), group.Wait()
}

func (a account) party() parties.PartyID {
	_, name, _ := strings.Cut(string(a.owner), "/")
	return parties.PartyID(name)
}

// attest attests, for each bank, what it has issued and five million more.
func (c *chapter) attest(ctx context.Context) (string, error) {
	for _, bank := range []string{"northbank", "southbank"} {
		if err := c.attestReserve(ctx, bank); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%s more than is issued, as of %s", reserveMargin, c.today), nil
}

func (c *chapter) attestReserve(ctx context.Context, bank string) error {
	key := cash.IssuerKey{Issuer: c.MSP(bank), Currency: euro}
	issued, err := story.Ask(ctx, c.Stage, attester, cash.GetIssued, key)
	if err != nil {
		return err
	}
	reserve, err := issued.Amount.Add(reserveMargin)
	if err != nil {
		return err
	}
	statement := sha256.Sum256([]byte("statement of " + bank + "'s account at the central bank, " + c.today.String()))
	_, err = story.Submit(ctx, c.Stage, attester, cash.AttestReserve, cash.AttestRequest{
		Issuer: key.Issuer, Amount: reserve, AsOf: c.today, Evidence: hex.EncodeToString(statement[:]),
	})
	return err
}

// reserveMargin is by how much the attested reserve of a bank exceeds what it has issued.
var reserveMargin = euros(5_000_000)

func (c *chapter) request(ctx context.Context, a account, name string, amount money.Money) (cash.MintID, error) {
	id := cash.MintID(c.ID(name))
	_, err := story.Submit(ctx, c.Stage, a.bank, cash.RequestMint, cash.MintRequest{ID: id, Account: a.id, Amount: amount})
	return id, err
}

func (c *chapter) mintAlone(ctx context.Context) (string, error) {
	id, err := c.request(ctx, c.accounts[0], "alone", euros(1_000))
	if err != nil {
		return "", err
	}
	_, err = story.Submit(ctx, c.Stage, northMaker, cash.ApproveMint, id)
	return story.Refused(err, cash.SamePerson)
}

func (c *chapter) mint(ctx context.Context) (string, error) {
	var told []string
	for _, a := range c.accounts {
		if a.opened.IsZero() {
			continue
		}
		id, err := c.request(ctx, a, "for-"+string(a.party()), a.opened)
		if err != nil {
			return "", err
		}
		if _, err := story.Submit(ctx, c.Stage, checkerOf(a.bank), cash.ApproveMint, id); err != nil {
			return "", err
		}
		told = append(told, fmt.Sprintf("%s for %s", a.opened, a.party()))
	}
	return strings.Join(told, ", "), nil
}

func checkerOf(maker story.Person) story.Person {
	if maker == southMaker {
		return southChecker
	}
	return northChecker
}

func (c *chapter) mintBeyond(ctx context.Context) (string, error) {
	id, err := c.request(ctx, c.accounts[0], "beyond", reserveMargin)
	if err != nil {
		return "", err
	}
	_, refusal := story.Submit(ctx, c.Stage, northChecker, cash.ApproveMint, id)
	if _, err := story.Submit(ctx, c.Stage, northChecker, cash.RejectMint, id); err != nil {
		return "", err
	}
	return story.Refused(refusal, cash.ReserveExceeded)
}
