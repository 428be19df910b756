// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"context"
	"encoding/json"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
	"github.com/consort-finance/consort/test/probe"
)

// play is a story on its way.
type play struct {
	desks     *desk.Desks
	name      string
	endpoints map[string]protocol.Endpoint
	options   []gatewayclient.Option
	first     date.Date // the story's first day
	kept      map[string]any
}

// Play carries out the steps. The name goes into what the story calls $S; options go to every call.
func (s Scenario) Play(ctx context.Context, desks *desk.Desks, name string, options ...gatewayclient.Option) error {
	p := &play{desks: desks, name: name, endpoints: endpoints(), options: options, kept: map[string]any{}}
	var err error
	if p.first, err = p.today(ctx); err != nil {
		return err
	}
	for _, steps := range together(s.Steps) {
		err := desks.Level(ctx)
		if err == nil {
			err = p.carryOut(ctx, steps)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", steps[0].Place, err)
		}
	}
	return nil
}

// endpoints are those of the suite, by name.
func endpoints() map[string]protocol.Endpoint {
	all := map[string]protocol.Endpoint{}
	for _, list := range [][]protocol.Endpoint{
		parties.Endpoints(), cash.Endpoints(), supplychain.Endpoints(), securities.Endpoints(), insurance.Endpoints(), probe.Endpoints(),
	} {
		for _, e := range list {
			all[e.Name()] = e
		}
	}
	return all
}

// together puts steps that are carried out at the same time into one list.
func together(steps []Step) (all [][]Step) {
	for i, step := range steps {
		if i > 0 && (step.Verb == Also || step.Verb == Rival && steps[i-1].Verb == Rival) {
			all[len(all)-1] = append(all[len(all)-1], step)
		} else {
			all = append(all, []Step{step})
		}
	}
	return all
}

func (p *play) carryOut(ctx context.Context, steps []Step) error {
	step := steps[0]
	switch step.Verb {
	case Rival:
		return p.race(ctx, steps)
	case Refuse:
		return p.refuse(ctx, step)
	case Ask:
		return p.ask(ctx, step)
	case Adopt:
		return p.adopt(ctx, step)
	case Day:
		return p.turn(ctx, step.Days)
	case Has:
		return p.has(ctx, step)
	case Holds:
		return p.holds(ctx, step)
	case Seal:
		return p.seal(ctx, step)
	default:
		return p.do(ctx, steps)
	}
}

// do carries out steps at the same time.
func (p *play) do(ctx context.Context, steps []Step) error {
	group, doing := errgroup.WithContext(ctx)
	for _, step := range steps {
		group.Go(func() error {
			a, err := p.act(doing, step)
			if err == nil {
				_, err = a.carryOut(doing)
			}
			if err != nil && step.Verb == Also {
				err = fmt.Errorf("%s: %w", step.Place, err)
			}
			return err
		})
	}
	return group.Wait()
}

// refuse tries what has to be refused with a code, and leave nothing on the ledger.
func (p *play) refuse(ctx context.Context, step Step) error {
	before, err := p.desks.Height(ctx)
	if err != nil {
		return err
	}
	a, err := p.act(ctx, step)
	if err != nil {
		return err
	}
	_, err = a.carryOut(ctx)
	if err := refusal(err, step.Code); err != nil {
		return err
	}
	after, err := p.desks.Height(ctx)
	if err == nil && after != before {
		err = fmt.Errorf("there are %d blocks after the refusal and were %d before", after, before)
	}
	return err
}

func (p *play) ask(ctx context.Context, step Step) error {
	a, err := p.act(ctx, step)
	if err != nil {
		return err
	}
	answer, err := a.carryOut(ctx)
	if err != nil {
		return err
	}
	var actual any
	if err := json.Unmarshal(answer, &actual); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	if step.Keeps != "" {
		p.kept[step.Keeps] = actual
	}
	if step.Answer == "" {
		return nil
	}
	return p.compare(ctx, step, actual)
}

func (p *play) compare(ctx context.Context, step Step, actual any) error {
	content, err := p.read(ctx, step, step.Answer)
	if err != nil {
		return err
	}
	var expected any
	if err := json.Unmarshal(content, &expected); err != nil {
		return fmt.Errorf("%s: %w", step.Answer, err)
	}
	if err := fits(expected, actual, ""); err != nil {
		return fmt.Errorf("%s: %w, in %v", step.Answer, err, actual)
	}
	return nil
}
