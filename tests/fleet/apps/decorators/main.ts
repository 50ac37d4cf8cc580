// Decorators as Angular and NestJS write them: the types of a constructor's parameters are values at run time.
import 'reflect-metadata';
import { CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

declare function require(name: string): any;
const { journey, tell } = require('../journey.cjs');
const library = require('amazon-cognito-identity-js');

const Injectable = (): ClassDecorator => () => undefined;

@Injectable()
class AuthService {
  constructor(
    public readonly pool: CognitoUserPool,
    public readonly user: CognitoUser | null,
  ) {}
}

const types = (Reflect as any).getMetadata('design:paramtypes', AuthService) as Function[];
const pool = new (types[0] as any)({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' });
const service = new AuthService(pool, pool.getCurrentUser());
journey(library).then((outcome: unknown) =>
  tell([types.map((type) => type.name), types[0] === CognitoUserPool, service.user, outcome]),
);
