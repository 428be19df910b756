// SPDX-License-Identifier: Apache-2.0

package listing

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/securities"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// quietly is how many units alice gives to bob with nothing about them on the ledger.
const quietly = 60

// house is the depository's own party, in whose name concealed units are.
const house parties.PartyID = "depository"

// sealed is a sealed lot and what it is.
type sealed struct {
	id      securities.SealedID
	opening securities.Opening
}

func (c *chapter) conceal() []story.Step {
	return []story.Step{
		story.Do("the depository opens the bond's pool, and seals a slot and an admission for bob: it alone knows for whom", c.pool),
		story.Do("alice conceals what she has: the public sees it go into the pool", c.hide),
		story.Do(fmt.Sprintf("her custodian gives %d units to bob at southbank: the ledger has hashes of names and numbers", quietly), c.give),
		story.Do("northbank, which has nothing to do with that lot any more, tries to take it back", c.takeBack),
		story.Do("each custodian reveals what its customer has, before the record date", c.reveal),
	}
}

// salt is of 128 random bits.
func salt() securities.Salt {
	bits := make([]byte, 16)
	_, _ = rand.Read(bits) // never fails (crypto/rand)
	return securities.Salt(hex.EncodeToString(bits))
}

func (c *chapter) pool(ctx context.Context) (string, error) {
	for _, do := range []func(context.Context) error{c.openHouse, c.openPool, c.takeSlot, c.admitQuietly} {
		if err := do(ctx); err != nil {
			return "", err
		}
	}
	return "the slot counts as taken", nil
}

// openHouse registers the depository's party and opens its account of money.
func (c *chapter) openHouse(ctx context.Context) error {
	if err := c.RegisterFirm(ctx, house, "depository/officer"); err != nil {
		return err
	}
	_, err := story.Submit(ctx, c.Stage, footing.NorthMaker, cash.OpenAccount, cash.OpenRequest{
		ID: c.Account("pool"), Currency: footing.Euro, Party: house, Host: c.MSP("depository"),
	})
	return err
}

func (c *chapter) openPool(ctx context.Context) error {
	_, err := story.Submit(ctx, c.Stage, operator, securities.OpenPool, securities.OpenPoolRequest{
		Instrument: c.instrument(), Account: c.account("pool"), Owner: house, Cash: c.Account("pool"), Tax: "standard",
	})
	return err
}

// takeSlot takes the third slot for bob: the ledger has a hash of who it is.
func (c *chapter) takeSlot(ctx context.Context) error {
	c.admission = securities.SealedAdmission{
		ID: securities.SealedAdmissionID(salt()), Instrument: c.instrument(), Investor: securities.Firm{Party: "bob", Host: c.MSP("southbank")},
		Class: "professional", Jurisdiction: "DE", Until: c.plan.Redemption, Slot: 3, SlotSalt: salt(), Salt: salt(),
	}
	place, _ := c.admission.Place()
	seal, err := securities.SlotSeal{SlotKey: place, Party: "bob", Salt: c.admission.SlotSalt}.Seal()
	if err != nil {
		return fmt.Errorf("seal of the slot: %w", err)
	}
	_, err = story.Submit(ctx, c.Stage, operator, securities.TakeSealedSlot, securities.SealedSlotRequest{
		Instrument: c.instrument(), Class: c.admission.Class, Slot: c.admission.Slot, Seal: seal,
	})
	return err
}

// admitQuietly admits bob in the depository's own collection.
func (c *chapter) admitQuietly(ctx context.Context) error {
	_, err := story.Submit(ctx, c.Stage, operator, securities.SealAdmissions, securities.SealAdmissionsRequest{
		Instrument: c.instrument(), Admissions: []securities.SealedAdmission{c.admission},
	})
	return err
}

// opening is of units of somebody in the account of that name.
func (c *chapter) opening(name, member string, units securities.Quantity) securities.Opening {
	return securities.Opening{
		Instrument: c.instrument(), Custodian: c.MSP(member), Holder: securities.Firm{Party: parties.PartyID(name), Host: c.MSP(member)},
		Account: c.account(name), Quantity: units, Salt: salt(),
	}
}

func (c *chapter) hide(ctx context.Context) (string, error) {
	request, err := c.hiding(ctx)
	if err != nil {
		return "", err
	}
	made, err := story.Submit(ctx, c.Stage, c.alice, securities.ConcealUnits, request)
	if err != nil {
		return "", err
	}
	c.hers = sealed{made.Result.Lots[0], request.Openings[0]}
	return c.units(ctx, "alice", "pool")
}

// hiding makes one sealed lot of all that alice has.
func (c *chapter) hiding(ctx context.Context) (securities.ConcealRequest, error) {
	request := securities.ConcealRequest{Instrument: c.instrument(), Account: c.account("alice")}
	lots, err := c.lots(ctx, "alice")
	if err != nil {
		return request, err
	}
	units, err := securities.SumOf(sizes(lots)...)
	if err != nil {
		return request, err
	}
	for _, lot := range lots {
		request.Lots = append(request.Lots, lot.ID)
	}
	request.Openings = []securities.Opening{c.opening("alice", "northbank", units)}
	request.Outputs, err = outputs(request.Openings)
	return request, err
}

func outputs(openings []securities.Opening) ([]securities.SealedOutput, error) {
	made := make([]securities.SealedOutput, len(openings))
	for i, opening := range openings {
		output, err := opening.Output()
		if err != nil {
			return nil, fmt.Errorf("commitment: %w", err)
		}
		made[i] = output
	}
	return made, nil
}

// move makes sealed lots of one.
func (c *chapter) move(ctx context.Context, by story.Person, from sealed, made ...securities.Opening) (*gatewayclient.Outcome[securities.SealedMade], error) {
	commitments, err := outputs(made)
	if err != nil {
		return nil, err
	}
	return story.Submit(ctx, c.Stage, by, securities.MoveSealed, securities.MoveSealedRequest{
		Instrument: c.instrument(), Sealed: []securities.SealedID{from.id}, Outputs: commitments, Spent: []securities.Opening{from.opening}, Made: made,
		Admissions: []securities.SealedAdmission{c.admission},
	})
}

// give cuts the lot and moves one of both, whole: southbank, which endorses that, learns nothing of the other.
func (c *chapter) give(ctx context.Context) (string, error) {
	given, rest := c.opening("alice", "northbank", quietly), c.opening("alice", "northbank", c.hers.opening.Quantity-quietly)
	cut, err := c.move(ctx, northCustody, c.hers, given, rest)
	if err != nil {
		return "", err
	}
	his := c.opening("bob", "southbank", quietly)
	moved, err := c.move(ctx, northCustody, sealed{cut.Result.Lots[0], given}, his)
	if err != nil {
		return "", err
	}
	c.hers, c.his = sealed{cut.Result.Lots[1], rest}, sealed{moved.Result.Lots[0], his}
	told, err := c.prove(ctx)
	return fmt.Sprintf("block %d: %s", moved.Block, told), err
}

// prove has the depository, which keeps all openings, add them up.
func (c *chapter) prove(ctx context.Context) (string, error) {
	proof, err := story.Ask(ctx, c.Stage, operator, securities.ReadPoolProof, c.instrument())
	if err != nil {
		return "", err
	}
	if !proof.Proved {
		return "", fmt.Errorf("the sealed lots do not add up to the pool: %+v", *proof)
	}
	return fmt.Sprintf("the depository adds %d openings up to the pool's %s units", proof.Lots, proof.Pool), nil
}

func (c *chapter) takeBack(ctx context.Context) (string, error) {
	_, err := c.move(ctx, northCustody, c.his, c.opening("alice", "northbank", quietly))
	return story.Refused(err, securities.NotYours)
}

func (c *chapter) reveal(ctx context.Context) (string, error) {
	if err := c.show(ctx, northCustody, "alice", c.hers); err != nil {
		return "", err
	}
	if err := c.show(ctx, southCustody, "bob", c.his); err != nil {
		return "", err
	}
	return c.units(ctx, "alice", "bob", "pool")
}

// show takes the units of a sealed lot out of the pool. All of that is public, and any members may endorse it.
func (c *chapter) show(ctx context.Context, desk story.Person, owner string, lot sealed) error {
	pooled, err := c.inputs(ctx, "pool", lot.opening.Quantity)
	if err != nil {
		return err
	}
	_, err = story.Submit(ctx, c.Stage, desk, securities.RevealUnits, securities.RevealRequest{
		Instrument: c.instrument(), Sealed: []securities.SealedID{lot.id}, Lots: pooled, To: c.account(owner),
		Quantity: lot.opening.Quantity, Openings: []securities.Opening{lot.opening},
	})
	return err
}
