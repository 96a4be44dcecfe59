/**
 * Evaluates compiled targets on a page. Every part of a target goes over each element at most once, and no backtracking is
 * left to the browser, so that the work grows with elements times parts, however the guide's author meant it.
 */
import type { Budget } from './budget';
import { plainText, type Chain, type Combinator, type Filter, type Part, type Query } from './dialect';
import { ownRoots } from './own';

export interface Scene {
  readonly root: ParentNode;
  /** The program's names, each as a selector for one element. */
  readonly names: readonly string[];
  readonly budget: Budget;
}

/**
 * All matches in document order. Our own things are not part of the page: they are not found, not counted and not read.
 * @throws TooMuchWorkError
 */
export function selectAll(query: Query, scene: Scene): Element[] {
  return new Selection(scene).select(query, scene.root);
}

class Selection {
  private order: ReadonlyMap<Element, number> | null = null;
  private readonly members = new Map<Query, ReadonlySet<Element>>();
  private readonly texts = new Map<Element, string>();
  private readonly ownRoots: readonly Element[];

  constructor(private readonly scene: Scene) {
    this.ownRoots = ownRoots(scene.root);
  }

  select(query: Query, scope: ParentNode): Element[] {
    const found = query.map((chain) => this.chain(chain, scope));
    return found.length === 1 ? found[0] : this.inOrder(new Set(found.flat()));
  }

  /** Left to right: what the first parts have found, then what is related to it, and so on. */
  private chain(chain: Chain, scope: ParentNode): Element[] {
    let from: readonly ParentNode[] = [scope];
    let found: Element[] = [];
    for (const part of chain) {
      found = part.filters.reduce((left, filter) => this.filter(left, filter), this.related(from, part));
      from = found;
    }
    return found;
  }

  private related(from: readonly ParentNode[], part: Part): Element[] {
    const css = this.cssOf(part.css, part.names);
    switch (part.combinator) {
      case ' ':
        return outermost(from).flatMap((scope) => this.kept(scope.querySelectorAll(css)));
      case '>':
        return this.inOrder(new Set(from.flatMap((parent) => this.matching(parent.children, css))));
      case '+':
        return this.inOrder(new Set(this.matching(from.flatMap(nextOf), css)));
      case '~':
        return this.inOrder(new Set(this.matching(this.walked(from, nextOf), css)));
    }
  }

  private kept(elements: Iterable<Element>): Element[] {
    const kept: Element[] = [];
    this.scene.budget.spend(1);
    for (const element of elements) {
      this.scene.budget.spend(1);
      if (!this.ownRoots.some((own) => own.contains(element))) {
        kept.push(element);
      }
    }
    return kept;
  }

  private matching(elements: Iterable<Element>, css: string): Element[] {
    return this.kept(elements).filter((element) => css === '*' || element.matches(css));
  }

  private filter(elements: Element[], filter: Filter): Element[] {
    this.scene.budget.spend(elements.length);
    switch (filter.kind) {
      case 'contains':
        return elements.filter((element) => this.textOf(element).includes(filter.text));
      case 'text':
        return elements.filter((element) => this.textOf(element) === filter.text);
      case 'nth':
        return elements.slice(filter.n - 1, filter.n);
      case 'plain': {
        const css = this.cssOf(filter.css, filter.names);
        return elements.filter((element) => element.matches(css));
      }
      case 'is':
      case 'not': {
        const members = this.membersOf(filter.query, () => this.select(filter.query, this.scene.root));
        return elements.filter((element) => members.has(element) === (filter.kind === 'is'));
      }
      case 'has':
        return this.having(elements, filter.query);
    }
  }

  private having(elements: Element[], query: Query): Element[] {
    // "The n-th in it" means another element for every element that is asked.
    const counts = query.some((chain) => chain.some(({ filters }) => filters.some(({ kind }) => kind === 'nth')));
    if (counts) {
      return elements.filter((element) => query.some((chain) => this.chain(chain, element).length > 0));
    }
    const members = this.membersOf(query, () => query.flatMap((chain) => this.anchors(chain)));
    return elements.filter((element) => members.has(element));
  }

  private membersOf(query: Query, select: () => Element[]): ReadonlySet<Element> {
    const members = this.members.get(query) ?? new Set(select());
    this.members.set(query, members);
    return members;
  }

  /** Right to left: the elements from which the chain leads to something. */
  private anchors(chain: Chain): Element[] {
    const passes = (elements: Element[], { filters }: Part) =>
      filters.reduce((left, filter) => this.filter(left, filter), elements);
    return chain.reduceRight<Element[]>((reached, part, index) => {
      const css = this.cssOf(part.css, part.names);
      const here =
        index === chain.length - 1 ? this.kept(this.scene.root.querySelectorAll(css)) : this.matching(reached, css);
      return this.before(passes(here, part), part.combinator);
    }, []);
  }

  /** The elements that stand to one of these as the left side of the combinator does to its right side. */
  private before(elements: readonly Element[], combinator: Combinator): Element[] {
    switch (combinator) {
      case ' ':
        return this.walked(elements, parentOf);
      case '>':
        return Array.from(new Set(elements.flatMap(parentOf)));
      case '+':
        return Array.from(new Set(elements.flatMap(previousOf)));
      case '~':
        return this.walked(elements, previousOf);
    }
  }

  /** Everything that repeated steps from these lead to; where one has been, none goes again. */
  private walked(from: readonly ParentNode[], step: (at: ParentNode) => Element[]): Element[] {
    const visited = new Set<Element>();
    for (const start of from) {
      for (let [at] = step(start); at !== undefined && !visited.has(at); [at] = step(at)) {
        this.scene.budget.spend(1);
        visited.add(at);
      }
    }
    return Array.from(visited);
  }

  private inOrder(elements: ReadonlySet<Element>): Element[] {
    if (elements.size < 2) {
      return Array.from(elements);
    }
    const order = (this.order ??= this.readOrder());
    return Array.from(elements).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  }

  private readOrder(): ReadonlyMap<Element, number> {
    const all = this.scene.root.querySelectorAll('*');
    this.scene.budget.spend(all.length);
    return new Map(Array.from(all, (element, index) => [element, index]));
  }

  private textOf(element: Element): string {
    const known = this.texts.get(element);
    if (known !== undefined) {
      return known;
    }
    const raw = this.ownRoots.some((own) => element.contains(own)) ? this.foreignText(element) : element.textContent;
    this.scene.budget.spendText(raw?.length ?? 0);
    const text = plainText(raw ?? '');
    this.texts.set(element, text);
    return text;
  }

  private foreignText(element: Element): string {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
      node instanceof Element && this.ownRoots.includes(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
    );
    const texts: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      this.scene.budget.spend(1);
      if (node instanceof Text) {
        texts.push(node.data);
      }
    }
    return texts.join('');
  }

  private cssOf(css: string, names: readonly number[]): string {
    const named = names.map((index) => this.scene.names[index]).join('');
    return css === '*' && named !== '' ? named : css + named;
  }
}

/** Of elements in document order, those that are in none of the others. */
function outermost(scopes: readonly ParentNode[]): ParentNode[] {
  const outer: ParentNode[] = [];
  for (const scope of scopes) {
    if (!outer.at(-1)?.contains(scope)) {
      outer.push(scope);
    }
  }
  return outer;
}

function nextOf(at: ParentNode): Element[] {
  return at instanceof Element && at.nextElementSibling ? [at.nextElementSibling] : [];
}

function previousOf(at: ParentNode): Element[] {
  return at instanceof Element && at.previousElementSibling ? [at.previousElementSibling] : [];
}

function parentOf(at: ParentNode): Element[] {
  return at.parentElement ? [at.parentElement] : [];
}
