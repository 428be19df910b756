// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// look asks for the date, and for rounds that have become ripe since the last look. Nothing becomes ripe on a day that has
// come, so that each day is looked at once.
func (k *Keeper) look(ctx context.Context) (date.Date, error) {
	now, err := gatewayclient.Do(ctx, k.client, insurance.Today, protocol.Nothing{}, k.options()...)
	if err != nil {
		return date.Date{}, fmt.Errorf("business date: %w", err)
	}
	if k.seen.IsZero() {
		return now.Date, k.first(ctx, now.Date)
	}
	for k.seen.Before(now.Date) {
		day, err := k.seen.AddDays(1)
		if err != nil {
			return now.Date, fmt.Errorf("awaited rounds: %w", err)
		}
		if err := k.ripen(ctx, insurance.AwaitedRequest{Ripe: day}, now.Date); err != nil {
			return now.Date, err
		}
		k.seen = day
	}
	return now.Date, nil
}

func (k *Keeper) first(ctx context.Context, today date.Date) error {
	if err := k.ripen(ctx, insurance.AwaitedRequest{}, today); err != nil {
		k.open = nil
		return err
	}
	k.seen = today
	return nil
}

// ripen gathers the rounds of a list, which is in the order of their days, up to today.
func (k *Keeper) ripen(ctx context.Context, request insurance.AwaitedRequest, today date.Date) error {
	request.Size = protocol.PageSizeMax
	var found []oracle.RoundKey
	for more := true; more; {
		page, err := gatewayclient.Do(ctx, k.client, insurance.AwaitedRounds, request, k.options()...)
		if err != nil {
			return fmt.Errorf("awaited rounds: %w", err)
		}
		ripe := upTo(page.Items, today)
		found = append(found, ripe...)
		more, request.After = len(ripe) == len(page.Items) && page.Next != "", page.Next
	}
	k.open = append(k.open, found...)
	return nil
}

// upTo are the rounds that are ripe on a day, of a list in the order of days.
func upTo(rounds []insurance.Awaited, today date.Date) []oracle.RoundKey {
	var ripe []oracle.RoundKey
	for _, round := range rounds {
		if round.Ripe.After(today) {
			break
		}
		ripe = append(ripe, round.RoundKey)
	}
	return ripe
}

// round does what is due about a round, and tells whether nothing ever will be again.
func (k *Keeper) round(ctx context.Context, key oracle.RoundKey, today date.Date) (Tally, bool, error) {
	round, err := gatewayclient.Do(ctx, k.client, insurance.GetRound, key, k.options()...)
	if err != nil {
		return Tally{}, false, fmt.Errorf("round of %s: %w", key.Subject, err)
	}
	if round.Status == oracle.Final || round.Status == oracle.Failed {
		return k.settle(ctx, key)
	}
	ready, err := k.ready(ctx, *round, today)
	if err != nil || !ready {
		return Tally{Waiting: 1}, false, err
	}
	tally, err := k.advance(ctx, key)
	return tally, false, err
}

// ready tells whether somebody has to count a round's window: it is over, or every provider has reported.
func (k *Keeper) ready(ctx context.Context, round oracle.Round, today date.Date) (bool, error) {
	switch round.Status {
	case oracle.Disputed:
		return today.After(round.Until), nil
	case oracle.Open:
		if today.After(round.Until) {
			return true, nil
		}
	default:
		return false, nil
	}
	return k.complete(ctx, round)
}

// complete tells whether every provider of the round's source has reported.
func (k *Keeper) complete(ctx context.Context, round oracle.Round) (bool, error) {
	feed, err := gatewayclient.Do(ctx, k.client, insurance.GetFeed, round.Feed, k.options()...)
	if err != nil {
		return false, fmt.Errorf("feed %s: %w", round.Feed, err)
	}
	request := insurance.ObservationsRequest{RoundKey: round.RoundKey, PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax}}
	reported, err := gatewayclient.Do(ctx, k.client, insurance.Observations, request, k.options()...)
	if err != nil {
		return false, fmt.Errorf("observations of %s: %w", round.Subject, err)
	}
	count := 0
	for _, observation := range reported.Items {
		if observation.Source == round.Source {
			count++
		}
	}
	source, there := feed.Source(round.Source)
	return there && count == len(source.Providers), nil
}

// advance has a window counted. That somebody else did is as good.
func (k *Keeper) advance(ctx context.Context, key oracle.RoundKey) (Tally, error) {
	outcome, err := gatewayclient.Submit(context.WithoutCancel(ctx), k.client, insurance.AdvanceRound, key, k.options()...)
	switch {
	case err == nil:
		k.settings.Log(Line{What: Advanced, Round: &key, Status: outcome.Result.Status, TxID: outcome.TxID, Block: outcome.Block})
		return Tally{Advanced: 1}, nil
	case errors.Is(err, oracle.RoundNotOpen), errors.Is(err, oracle.WindowOpen), lostRace(err):
		k.settings.Log(Line{What: Raced, Round: &key})
		return Tally{Raced: 1}, nil
	default:
		return Tally{}, fmt.Errorf("round of %s: %w", key.Subject, err)
	}
}

// lostRace tells that a transaction was overtaken so often that the client gave up: it had no effect, and somebody else's had.
func lostRace(err error) bool {
	var invalid *gatewayclient.CommitError
	return errors.As(err, &invalid) &&
		(invalid.Code == peer.TxValidationCode_MVCC_READ_CONFLICT || invalid.Code == peer.TxValidationCode_PHANTOM_READ_CONFLICT)
}
