// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"time"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Settings are how a keeper works. The zero value of each member is its default.
type Settings struct {
	// Batch is the most policies of one transaction; default 250.
	Batch int
	// Lane is the first lane, from 0; keepers that run at once begin at different ones.
	Lane int
	// Workers is how many lanes are worked on at once; default 1. More are of use where insurers pay from high-volume funds.
	Workers int
	// Poll is the time between two passes; default 10 s.
	Poll time.Duration
	// Pause is the time after trouble; it doubles up to PauseMax. Defaults 1 s and 1 min.
	Pause, PauseMax time.Duration
	// Again is the time after which a refused piece of work is tried again; it doubles up to a day. Default 1 min.
	Again time.Duration
	// Log takes one line for each piece of work; it may be called by several workers at once.
	Log func(Line)
	// Options are those of every call, such as who endorses.
	Options []gatewayclient.Option
}

func (s Settings) complete() (Settings, error) {
	s.Batch, s.Workers = orElse(s.Batch, 250), orElse(s.Workers, 1)
	s.Poll, s.Pause, s.PauseMax = orElse(s.Poll, 10*time.Second), orElse(s.Pause, time.Second), orElse(s.PauseMax, time.Minute)
	s.Again = orElse(s.Again, time.Minute)
	if s.Log == nil {
		s.Log = func(Line) {}
	}
	return s, s.validate()
}

func (s Settings) validate() error {
	switch {
	case s.Batch < 1 || s.Batch > insurance.BatchMost:
		return fmt.Errorf("batch %d is not 1 to %d", s.Batch, insurance.BatchMost)
	case s.Lane < 0 || s.Lane >= insurance.Lanes || s.Workers < 1 || s.Workers > insurance.Lanes:
		return fmt.Errorf("lanes are 0 to %d, and workers 1 to %d", insurance.Lanes-1, insurance.Lanes)
	case min(s.Poll, s.Pause, s.Again) < 0 || s.PauseMax < s.Pause:
		return errors.New("a time is below zero, or the longest pause shorter than the first")
	default:
		return nil
	}
}

func orElse[T comparable](given, otherwise T) T {
	var none T
	if given == none {
		return otherwise
	}
	return given
}

// Keeper does due work through one client.
type Keeper struct {
	client   *gatewayclient.Client
	settings Settings
	lanes    []int

	// seen is the last day whose awaited rounds are known, and open are those with something left to do.
	seen date.Date
	open []oracle.RoundKey
	// pool is work of many rounds that goes into one transaction.
	pool  []insurance.DueKey
	stuck stuck
}

// New makes a keeper.
func New(client *gatewayclient.Client, settings Settings) (*Keeper, error) {
	complete, err := settings.complete()
	if err != nil {
		return nil, fmt.Errorf("keeper: %w", err)
	}
	return &Keeper{client: client, settings: complete, lanes: order(complete.Lane), stuck: stuck{until: map[insurance.DueKey]patience{}}}, nil
}

// order is that of lanes from a first one on: by the distance's bits, the lowest counting most, so that a keeper stays
// among lanes of one remainder as long as it can.
func order(first int) []int {
	lanes := make([]int, insurance.Lanes)
	for i := range lanes {
		distance := int(bits.Reverse16(uint16(i)) >> (16 - bits.Len16(insurance.Lanes-1)))
		lanes[i] = (first + distance) % insurance.Lanes
	}
	return lanes
}

// Run makes one pass after another until the context ends, which is no error. What is being submitted then is seen
// through first.
func (k *Keeper) Run(ctx context.Context) error {
	for trouble := 0; ; {
		pause := k.settings.Poll
		if _, err := k.Pass(ctx); err != nil && ctx.Err() == nil {
			pause = min(k.settings.PauseMax, k.settings.Pause<<min(trouble, 30))
			trouble++
			k.settings.Log(troubled(err, pause))
		} else {
			trouble = 0
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

// Tally is what a pass did.
type Tally struct {
	// Advanced rounds were counted; Done work was carried out, of which PaidOut moved money; Gone was done by somebody else.
	Advanced int `json:"advanced"`
	Done     int `json:"done"`
	PaidOut  int `json:"paidOut"`
	Gone     int `json:"gone"`
	// Raced transactions were overtaken; Refused work will be tried again; Waiting rounds are not final.
	Raced   int `json:"raced"`
	Refused int `json:"refused"`
	Waiting int `json:"waiting"`
}

func (t *Tally) add(other Tally) {
	t.Advanced, t.Done, t.PaidOut, t.Gone = t.Advanced+other.Advanced, t.Done+other.Done, t.PaidOut+other.PaidOut, t.Gone+other.Gone
	t.Raced, t.Refused, t.Waiting = t.Raced+other.Raced, t.Refused+other.Refused, t.Waiting+other.Waiting
}

// Pass does all that is due now. An error tells that it could not see everything through; what it did has its effect.
func (k *Keeper) Pass(ctx context.Context) (Tally, error) {
	var total Tally
	today, err := k.look(ctx)
	if err != nil {
		return total, err
	}
	k.pool = nil
	if err := k.rounds(ctx, today, &total); err != nil {
		return total, err
	}
	tally, err := k.drain(ctx, 1)
	total.add(tally)
	return total, err
}

// rounds does what is due about every open round, and forgets those that are over.
func (k *Keeper) rounds(ctx context.Context, today date.Date, total *Tally) error {
	var left []oracle.RoundKey
	for i, key := range k.open {
		tally, over, err := k.round(ctx, key, today)
		total.add(tally)
		if err != nil {
			k.open = slices.Concat(left, k.open[i:])
			return err
		}
		if !over {
			left = append(left, key)
		}
	}
	k.open = left
	return nil
}

// Clear makes passes until one finds nothing to do.
func (k *Keeper) Clear(ctx context.Context) (Tally, error) {
	var total Tally
	for {
		tally, err := k.Pass(ctx)
		total.add(tally)
		if err != nil || tally.Advanced+tally.Done+tally.Gone+tally.Raced == 0 {
			total.Waiting = tally.Waiting
			return total, err
		}
	}
}

// options are those of every call.
func (k *Keeper) options() []gatewayclient.Option { return k.settings.Options }
