// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// settle does the work that waits for a settled round, and tells whether none was left. Where it fits into one transaction it
// is pooled with that of other rounds, such as those of many flights; where it does not, it is done lane by lane.
func (k *Keeper) settle(ctx context.Context, round oracle.RoundKey) (Tally, bool, error) {
	request := insurance.WorkRequest{RoundKey: round, PageRequest: protocol.PageRequest{Size: k.settings.Batch}}
	page, err := gatewayclient.Do(ctx, k.client, insurance.DueWork, request, k.options()...)
	if err != nil {
		return Tally{}, false, fmt.Errorf("work of %s: %w", round.Subject, err)
	}
	if page.Next != "" {
		tally, err := k.walk(ctx, round)
		return tally, false, err
	}
	k.pool = append(k.pool, k.stuck.without(page.Items)...)
	if len(k.pool) < k.settings.Batch {
		return Tally{}, len(page.Items) == 0, nil
	}
	tally, err := k.drain(ctx, k.settings.Batch)
	return tally, len(page.Items) == 0, err
}

// drain has pooled work carried out until less than so many pieces are left.
func (k *Keeper) drain(ctx context.Context, below int) (Tally, error) {
	var total Tally
	for len(k.pool) > 0 && len(k.pool) >= below {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		size := min(len(k.pool), k.settings.Batch)
		work := k.pool[:size]
		k.pool = k.pool[size:]
		tally, err := k.batch(ctx, work)
		total.add(tally)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// walk does a round's work lane by lane.
func (k *Keeper) walk(ctx context.Context, round oracle.RoundKey) (Tally, error) {
	todo := make(chan int)
	results := make(chan result, len(k.lanes))
	var group sync.WaitGroup
	for range k.settings.Workers {
		group.Go(func() {
			for lane := range todo {
				tally, err := k.lane(ctx, round, lane)
				results <- result{tally, err}
			}
		})
	}
	for _, lane := range k.lanes {
		todo <- lane
	}
	close(todo)
	group.Wait()
	close(results)
	return sum(results)
}

// sum adds up what came of lanes.
func sum(results <-chan result) (Tally, error) {
	var total Tally
	var trouble []error
	for r := range results {
		total.add(r.tally)
		trouble = append(trouble, r.err)
	}
	return total, errors.Join(trouble...)
}

// result is what came of a lane.
type result struct {
	tally Tally
	err   error
}

// lane does a lane's work page by page. A page begins after the one before, whose rows are gone by then.
func (k *Keeper) lane(ctx context.Context, round oracle.RoundKey, lane int) (Tally, error) {
	var total Tally
	request := insurance.WorkRequest{RoundKey: round, Lane: lane + 1, PageRequest: protocol.PageRequest{Size: k.settings.Batch}}
	for {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		next, tally, err := k.page(ctx, request)
		total.add(tally)
		if err != nil || next == "" {
			return total, err
		}
		request.After = next
	}
}

// page does a page of work, and answers where the next one begins.
func (k *Keeper) page(ctx context.Context, request insurance.WorkRequest) (string, Tally, error) {
	page, err := gatewayclient.Do(ctx, k.client, insurance.DueWork, request, k.options()...)
	if err != nil {
		return "", Tally{}, fmt.Errorf("work of %s: %w", request.Subject, err)
	}
	work := k.stuck.without(page.Items)
	if len(work) == 0 {
		return page.Next, Tally{}, nil
	}
	tally, err := k.batch(ctx, work)
	return page.Next, tally, err
}

// batch has work carried out. Work that is refused is halved until the piece at fault is alone.
func (k *Keeper) batch(ctx context.Context, work []insurance.DueKey) (Tally, error) {
	outcome, err := gatewayclient.Submit(context.WithoutCancel(ctx), k.client, insurance.ExecuteDueBatch, insurance.BatchRequest{Due: work}, k.options()...)
	if err == nil {
		done := *outcome.Result
		k.stuck.free(work)
		k.settings.Log(Line{What: Executed, Round: shared(work), Done: done.Done, PaidOut: done.PaidOut, Gone: done.Gone, TxID: outcome.TxID, Block: outcome.Block})
		return Tally{Done: done.Done, PaidOut: done.PaidOut, Gone: done.Gone}, nil
	}
	return k.failed(ctx, work, err)
}

// failed sorts out why work was not carried out.
func (k *Keeper) failed(ctx context.Context, work []insurance.DueKey, err error) (Tally, error) {
	var fault *protocol.Fault
	switch {
	case errors.Is(err, insurance.AlreadyDone):
		k.settings.Log(Line{What: Raced, Round: shared(work), Gone: len(work)})
		return Tally{Gone: len(work)}, nil
	case lostRace(err): // the next pass sees what is left
		k.settings.Log(Line{What: Raced, Round: shared(work)})
		return Tally{Raced: 1}, nil
	case !errors.As(err, &fault) || general(fault):
		return Tally{}, fmt.Errorf("%d pieces of work: %w", len(work), err)
	case len(work) == 1:
		return k.refused(work[0], fault), nil
	default:
		return k.halves(ctx, work)
	}
}

// general tells that a refusal is about the keeper itself or its peers, and not about a piece of work.
func general(fault *protocol.Fault) bool {
	for _, code := range []protocol.Code{protocol.Busy, protocol.ClockSkew, protocol.NotAuthorised, protocol.IdentityRefused, protocol.CallerRefused} {
		if errors.Is(fault, code) {
			return true
		}
	}
	return fault.Status >= protocol.Internal.Status
}

func (k *Keeper) halves(ctx context.Context, work []insurance.DueKey) (Tally, error) {
	var total Tally
	for _, half := range [][]insurance.DueKey{work[:len(work)/2], work[len(work)/2:]} {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		tally, err := k.batch(ctx, half)
		total.add(tally)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

func (k *Keeper) refused(work insurance.DueKey, fault *protocol.Fault) Tally {
	pause := k.stuck.keep(work, k.settings.Again)
	k.settings.Log(Line{
		What: Refused, Round: &work.RoundKey, Policy: work.Policy, Trigger: work.Trigger, Code: fault.Code, Sentence: fault.Sentence, Pause: pause,
	})
	return Tally{Refused: 1}
}

// shared is the round of all the work, if it has one.
func shared(work []insurance.DueKey) *oracle.RoundKey {
	round := work[0].RoundKey
	if slices.ContainsFunc(work, func(key insurance.DueKey) bool { return key.RoundKey != round }) {
		return nil
	}
	return &round
}

// without leaves out what was refused lately.
func (s *stuck) without(work []insurance.DueKey) []insurance.DueKey {
	return slices.DeleteFunc(slices.Clone(work), s.waits)
}
