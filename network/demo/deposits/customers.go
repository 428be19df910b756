// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) customers() []story.Step {
	evidence := &evidence{chapter: c}
	return []story.Step{
		story.Do("the consortium is founded, its members decide by majority", c.founded),
		story.Do("members register the legal entities that they host, each by its LEI", c.Register),
		story.Do("northbank attests who alice is; the ledger has a salted commitment alone", evidence.attest),
		story.Do("the evidence goes into northbank's own private collection", evidence.deposit),
		story.Do("southbank asks its peer for that evidence, which never came there", evidence.pry),
	}
}

func (c *chapter) founded(context.Context) (string, error) {
	return fmt.Sprintf("%d members, %d make a resolution; business date %s",
		len(c.Constitution.Members), c.Constitution.Threshold, c.Today), nil
}

// evidence is what northbank knows of alice.
type evidence struct {
	*chapter
	dossier parties.Dossier
}

// about is what the evidence is about.
var about = parties.EvidenceKey{Party: "alice", Topic: "identity"}

func (e *evidence) attest(ctx context.Context) (string, error) {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	e.dossier = parties.Dossier{Salt: parties.Salt(hex.EncodeToString(salt)), Content: "extract of the commercial register, HRB 4711"}
	commitment, err := e.dossier.Commitment()
	if err != nil {
		return "", err
	}
	expires, err := e.Today.AddMonths(12)
	if err != nil {
		return "", err
	}
	_, err = story.Submit(ctx, e.Stage, northOfficer, parties.AttestParty, parties.AttestRequest{
		Party: about.Party, Topic: about.Topic, Level: parties.Standard, Expires: expires, Commitment: commitment,
	})
	return fmt.Sprintf("%s due diligence, until %s", parties.Standard, expires), err
}

func (e *evidence) deposit(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, e.Stage, northOfficer, parties.DepositEvidence, parties.DepositRequest{EvidenceKey: about, Dossier: e.dossier})
	if err != nil {
		return "", err
	}
	kept, err := story.Ask(ctx, e.Stage, northOfficer, parties.ReadEvidence, about)
	if err != nil {
		return "", err
	}
	if kept.Content != e.dossier.Content {
		return "", errors.New("northbank reads something else than it deposited")
	}
	return "northbank alone saw and endorsed it", nil
}

func (e *evidence) pry(ctx context.Context) (string, error) {
	_, err := story.Ask(ctx, e.Stage, southOfficer, parties.ReadEvidence, about)
	return story.Refused(err, protocol.NotFound)
}
